<?php
/**
 * Plugin Name: Unknown
 * Description: For the proof: prints social tags of its own, at several times, in every manner that HTML allows, and some twice.
 */

add_action('wp_head', static function () {
    echo "<!-- <meta property=\"og:title\" content=\"in a comment\"> -->\n";
    echo "<script>var head = '<meta property=\"og:title\" content=\"in a script\">';</script>\n";
    echo "<META NAME=description CONTENT='Said by another plug-in'>\n";
    echo "<meta content=\"Another &amp; title > this\" property='og:title'/>\n";
    echo "<meta property=\"og:locale\" content=\"en_US\">\n";
    echo "<meta name=\"og:description\" content=\"In the wrong attribute\">\n";
    echo "<meta property=\"og:type\" content=\"blog\"><meta property=\"og:url\" content=\"/relative\">\n";
}, -5);
add_action('wp_head', static function () {
    foreach (array('one', 'two') as $name) {
        echo "<meta property=\"og:image\" content=\"https://pictures.example/$name.jpg\">\n";
        echo "<meta property=\"og:image:secure_url\" content=\"https://pictures.example/$name.jpg\">\n";
        echo "<meta property=\"og:image:width\" content=\"640\">\n<meta property=\"og:image:height\" content=\"480\">\n";
    }
    echo "<meta name=\"twitter:card\" content=\"summary\"><meta property=\"twitter:title\" content=\"Another title\">\n";
    echo "<meta name=\"twitter:image:src\" content=\"https://pictures.example/x.jpg\">\n";
}, 10);
add_action('wp_head', static function () {
    echo "<meta property=\"og:title\" content=\"And once more\">\n<meta property=\"og:site_name\" content=\"Another name\">\n";
    echo "<meta name=\"description\" property=\"og:description\" content=\"For both\">\n";
}, 9999);
// As some do that change pictures: what is printed from here on goes through its hands, until the page ends.
add_action('wp_head', static function () {
    ob_start();
}, 20);
add_action('wp_footer', static function () {
    ob_end_flush();
}, 99999);
