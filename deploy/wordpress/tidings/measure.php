<?php
/**
 * Visits: the script that tells of them, its way under the site's own address, previews that networks fetch, and orders.
 *
 * The page names the site's own address alone; what the script tells goes on to the server from here, after its answer has
 * left, and is lost where the server is away: a visitor never waits for that. Orders are kept until the server has them.
 * No cookie is set. docs/plugin.md of the project has the contract.
 */

namespace Tidings;

if (!defined('ABSPATH')) {
    exit;
}

/** What the feed says of measuring: the site's key and its settings. */
const BEACON = 'tidings_beacon';
/** Orders that the server does not have yet, each an option of its own, so that none is lost between two that write. */
const ORDER = 'tidings_order_';
const ORDERS = 'tidings_send_orders';
/** While this is there, the server is not called for visits: it was away a moment ago. */
const AWAY = 'tidings_away';
/** Seconds that the server may take to take visits. */
const BRIEF = 3;
const MOST_MESSAGE = 8 * 1024;
const ORDERS_AT_ONCE = 200;

/**
 * What the feed says of measuring, or null.
 *
 * @return array|null
 */
function beacon_of($beacon)
{
    if (!is_array($beacon) || !is_string($beacon['key'] ?? null) || !preg_match('/^[0-9a-z]{4,32}$/D', $beacon['key'])) {
        return null;
    }
    $agents = array_filter(is_array($beacon['agents'] ?? null) ? $beacon['agents'] : array(), static function ($agent) {
        return is_string($agent) && $agent !== '' && strlen($agent) <= 100;
    });
    return array(
        'key' => $beacon['key'],
        'storage' => !empty($beacon['storage']),
        'signals' => !empty($beacon['signals']),
        'agents' => array_slice(array_values($agents), 0, 100),
    );
}

/** What is measured with, where the feed and the switch say so. */
function beacon(): ?array
{
    $beacon = switched('visits') ? get_option(BEACON) : null;
    return is_array($beacon) && $beacon ? $beacon : null;
}

/** Whether this page is looked at by a visitor: not by those who write it. */
function is_counted(): bool
{
    return !is_preview() && !is_customize_preview() && !is_admin() && !current_user_can('edit_posts');
}

function add_script(): void
{
    if (beacon() && is_counted() && is_file(__DIR__ . '/t.js')) {
        wp_enqueue_script('tidings-t', plugins_url('t.js', __FILE__), array(), (string) filemtime(__DIR__ . '/t.js'), false);
    }
}

/** The script's tag: key and settings stand in it, so that the file is the same for everybody and none is written. */
function told_script($tag, $handle)
{
    $beacon = $handle === 'tidings-t' ? beacon() : null;
    if ($beacon === null) {
        return $tag;
    }
    $attributes = sprintf(
        ' defer data-tidings data-to="%s" data-k="%s" data-s="%d" data-p="%d" src=',
        esc_url(rest_url('tidings/v1/t')),
        esc_attr($beacon['key']),
        $beacon['storage'],
        $beacon['signals']
    );
    return preg_replace('/ src=/', str_replace('$', '\$', $attributes), (string) $tag, 1);
}

/** For browsers without scripts. */
function add_pixel(): void
{
    if (beacon() && is_counted()) {
        echo '<noscript><img src="' . esc_url(rest_url('tidings/v1/t.gif')) . '" alt="" width="1" height="1"></noscript>';
    }
}

function add_routes(): void
{
    register_rest_route('tidings/v1', '/t', array(
        'methods' => 'POST', 'callback' => __NAMESPACE__ . '\told', 'permission_callback' => '__return_true',
    ));
    register_rest_route('tidings/v1', '/t.gif', array(
        'methods' => 'GET', 'callback' => __NAMESPACE__ . '\pictured', 'permission_callback' => '__return_true',
    ));
}

/** Who asks. The server makes a hash of the address and keeps neither of both. */
function who(): array
{
    $said = static function (string $name): string {
        return substr(wp_check_invalid_utf8(wp_unslash((string) ($_SERVER[$name] ?? '')), true), 0, 500); // phpcs:ignore
    };
    return array(
        // Behind a proxy every visitor has its address: whoever has one says here where the real one stands.
        'address' => (string) apply_filters('tidings_address', $said('REMOTE_ADDR')),
        'user_agent' => $said('HTTP_USER_AGENT'),
        'declines' => $said('HTTP_SEC_GPC') === '1' || $said('HTTP_DNT') === '1',
    );
}

function told(\WP_REST_Request $request): \WP_REST_Response
{
    $body = (string) $request->get_body();
    if (beacon() && $body !== '' && strlen($body) <= MOST_MESSAGE && wp_check_invalid_utf8($body) !== '') {
        afterwards(array('what' => 'beacon', 'body' => $body) + who());
    }
    $answer = new \WP_REST_Response(null, 204);
    $answer->header('Cache-Control', 'no-store');
    return $answer;
}

function pictured(): void
{
    $page = wp_check_invalid_utf8(wp_unslash((string) ($_SERVER['HTTP_REFERER'] ?? '')), true); // phpcs:ignore
    if (beacon() && $page !== '') {
        afterwards(array('what' => 'pixel', 'url' => substr($page, 0, 4000)) + who());
    }
    header('Content-Type: image/gif');
    header('Cache-Control: no-store');
    echo base64_decode('R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='); // phpcs:ignore
    exit;
}

/** A network's preview agent fetches a page. A cache in front of WordPress does not let us see that. */
function seen(): void
{
    $beacon = beacon();
    $who = $beacon ? who() : null;
    if ($who === null || is_404() || is_feed() || is_admin()) {
        return;
    }
    foreach ($beacon['agents'] as $agent) {
        if (strpos($who['user_agent'], $agent) !== false) {
            $path = substr(wp_check_invalid_utf8(wp_unslash((string) ($_SERVER['REQUEST_URI'] ?? '/')), true), 0, 4000); // phpcs:ignore
            $method = sanitize_key((string) ($_SERVER['REQUEST_METHOD'] ?? 'get'));
            afterwards(array('what' => 'visit', 'url' => home_url('/') === '' ? $path : whole($path), 'method' => strtoupper($method)) + $who);
            return;
        }
    }
}

/** The address of a path as it was asked for. */
function whole(string $path): string
{
    $home = wp_parse_url(home_url('/'));
    $port = isset($home['port']) ? ':' . $home['port'] : '';
    return ($home['scheme'] ?? 'https') . '://' . ($home['host'] ?? '') . $port . '/' . ltrim($path, '/');
}

/** Sends it when the answer has left. */
function afterwards(array $arrival): void
{
    if ($arrival['address'] === '' || get_transient(AWAY)) {
        return;
    }
    add_action('shutdown', static function () use ($arrival) {
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        }
        if (!sent(array($arrival))) {
            set_transient(AWAY, 1, MINUTE_IN_SECONDS);
        }
    });
}

/** Whether the server took it. What it left out it will leave out again: that is taken, too. */
function sent(array $arrivals): bool
{
    $body = wp_json_encode(array('arrivals' => $arrivals));
    if (server() === '' || key() === '' || $body === false) {
        return false;
    }
    $answer = wp_remote_post(server() . '/feed/' . rawurlencode(key()) . '/arrivals', array(
        'timeout' => BRIEF,
        'redirection' => 0,
        'headers' => array('Content-Type' => 'application/json'),
        'body' => $body,
        'limit_response_size' => 256 * 1024,
        'user-agent' => 'Tidings-WordPress/' . VERSION . '; ' . home_url('/'),
    ));
    return (int) wp_remote_retrieve_response_code($answer) === 202;
}

// ---- orders -------------------------------------------------------------------------------------------------------

/** The form of a token; the server looks whether it is one. */
function is_token($token): bool
{
    return is_string($token) && preg_match('/^[2-9a-z]{7}(~\w{1,8}){0,2}$/Di', $token);
}

/** In the checkout: the script writes what the visit came with into it. No cookie carries it. */
function add_field(): void
{
    if (beacon()) {
        echo '<input type="hidden" name="tidings_token" value="">';
    }
}

function ordered($order): void
{
    $token = wp_unslash($_POST['tidings_token'] ?? ''); // phpcs:ignore WordPress.Security -- WooCommerce looked at its form
    if (is_token($token) && is_object($order)) {
        $order->update_meta_data('_tidings_token', $token);
    }
}

/** An order is paid. WooCommerce says so more than once. */
function paid($id): void
{
    $order = beacon() && function_exists('wc_get_order') ? wc_get_order($id) : null;
    if (!is_object($order)) {
        return;
    }
    $made = $order->get_date_created();
    $token = $order->get_meta('_tidings_token');
    $sale = array(
        'what' => 'sale', 'order' => (string) $id, 'id' => 'order ' . $id,
        'total' => (string) $order->get_total(), 'currency' => (string) $order->get_currency(),
        'token' => is_token($token) ? $token : '',
        'user_agent' => (string) $order->get_customer_user_agent(),
    );
    if (filter_var($order->get_customer_ip_address(), FILTER_VALIDATE_IP)) {
        $sale['address'] = $order->get_customer_ip_address();
    }
    if (is_object($made)) {
        $sale['at'] = gmdate('Y-m-d\TH:i:s\Z', $made->getTimestamp());
    }
    remember($id . '_paid', $sale);
}

/** An order, or a part of it, is paid back. */
function refunded($id, $refund): void
{
    $order = beacon() && function_exists('wc_get_order') ? wc_get_order($id) : null;
    $back = $order ? wc_get_order($refund) : null;
    if (!is_object($order) || !is_object($back)) {
        return;
    }
    remember($id . '_' . $refund, array(
        'what' => 'sale', 'order' => (string) $id, 'id' => 'refund ' . $refund,
        'total' => (string) (-abs((float) $back->get_total())), 'currency' => (string) $order->get_currency(),
    ));
}

/** Keeps it until the server has it. The same one is there once. */
function remember(string $name, array $sale): void
{
    if (add_option(ORDER . $name, $sale, '', 'no') && !wp_next_scheduled(ORDERS)) {
        wp_schedule_single_event(time(), ORDERS);
    }
}

function waiting(): array
{
    global $wpdb;
    $like = $wpdb->esc_like(ORDER) . '%';
    return $wpdb->get_col($wpdb->prepare("SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s ORDER BY option_id LIMIT %d", $like, ORDERS_AT_ONCE)); // phpcs:ignore
}

/** In WP-Cron: at once after an order, and with each fetch of the feed for what waits still. */
function send_orders(): void
{
    $names = waiting();
    $orders = array_filter(array_map('get_option', $names), 'is_array');
    if (!$names || !$orders || !sent(array_values($orders))) {
        return;
    }
    foreach ($names as $name) {
        delete_option($name);
    }
    if (count($names) === ORDERS_AT_ONCE) {
        wp_schedule_single_event(time(), ORDERS);
    }
}

/** Leaves nothing of it. */
function forget_visits(): void
{
    wp_clear_scheduled_hook(ORDERS);
    delete_option(BEACON);
    delete_transient(AWAY);
    while ($names = waiting()) {
        array_map('delete_option', $names);
    }
}

add_action('wp_enqueue_scripts', __NAMESPACE__ . '\add_script');
add_filter('script_loader_tag', __NAMESPACE__ . '\told_script', 10, 2);
add_action('wp_footer', __NAMESPACE__ . '\add_pixel');
add_action('rest_api_init', __NAMESPACE__ . '\add_routes');
add_action('template_redirect', __NAMESPACE__ . '\seen');
add_action('woocommerce_checkout_before_customer_details', __NAMESPACE__ . '\add_field');
add_action('woocommerce_checkout_create_order', __NAMESPACE__ . '\ordered');
add_action('woocommerce_payment_complete', __NAMESPACE__ . '\paid');
add_action('woocommerce_order_status_processing', __NAMESPACE__ . '\paid');
add_action('woocommerce_order_status_completed', __NAMESPACE__ . '\paid');
add_action('woocommerce_order_refunded', __NAMESPACE__ . '\refunded', 10, 2);
add_action(ORDERS, __NAMESPACE__ . '\send_orders');
add_action(HOURLY, __NAMESPACE__ . '\send_orders', 20);
