<?php
// For the proof: writes down every request that this WordPress makes, and whether a page view made it.
add_filter('pre_http_request', static function ($answer, $given, $url) {
    $during = wp_doing_cron() ? 'cron' : (is_admin() ? 'admin' : 'view');
    file_put_contents(WP_CONTENT_DIR . '/asked.log', $during . ' ' . $url . "\n", FILE_APPEND | LOCK_EX);
    return $answer;
}, 10, 3);
// The server of the proof is on this machine.
add_filter('http_request_host_is_external', '__return_true');
// A site that allows no script but its own files.
add_action('send_headers', static function () {
    if (get_option('proof_policy')) {
        header('Content-Security-Policy: ' . get_option('proof_policy'));
    }
});
