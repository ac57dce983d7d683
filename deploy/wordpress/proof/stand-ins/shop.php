<?php
/* Plugin Name: A shop, as far as Tidings meets it: WooCommerce's functions and the actions that it fires. */

class Proof_Order
{
    private $order;

    public function __construct(array $order)
    {
        $this->order = $order;
    }

    public function get_total()
    {
        return $this->order['total'];
    }

    public function get_currency()
    {
        return 'EUR';
    }

    public function get_date_created()
    {
        return new DateTime('@' . $this->order['at']);
    }

    public function get_customer_ip_address()
    {
        return $this->order['address'] ?? '';
    }

    public function get_customer_user_agent()
    {
        return $this->order['agent'] ?? '';
    }

    public function get_meta($name)
    {
        return $this->order['meta'][$name] ?? '';
    }

    public function update_meta_data($name, $value)
    {
        $this->order['meta'][$name] = $value;
    }

    public function save($id)
    {
        update_option('proof_order_' . $id, $this->order);
    }
}

function wc_get_order($id)
{
    $order = get_option('proof_order_' . $id);
    return is_array($order) ? new Proof_Order($order) : false;
}

// The checkout, and what happens there: `/?proof_checkout`, and a POST of it with an order's id.
add_action('template_redirect', static function () {
    if (!isset($_GET['proof_checkout'])) {
        return;
    }
    if ($_SERVER['REQUEST_METHOD'] === 'POST') {
        $id = (int) $_POST['id'];
        $order = new Proof_Order(array('total' => '19.90', 'at' => time(), 'address' => $_SERVER['REMOTE_ADDR'], 'agent' => $_SERVER['HTTP_USER_AGENT'] ?? ''));
        do_action('woocommerce_checkout_create_order', $order, array());
        $order->save($id);
        do_action('woocommerce_payment_complete', $id);
        do_action('woocommerce_order_status_processing', $id);
    } else {
        do_action('woocommerce_checkout_before_customer_details');
    }
    exit;
});
