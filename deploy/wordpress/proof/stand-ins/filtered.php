<?php
/**
 * Plugin Name: Filtered
 * Description: For the proof: prints tags as Yoast SEO and Rank Math do, through filters of their names, in their order.
 */

// Yoast SEO, at 1; it takes the place of WordPress's own canonical.
if (get_option('proof_as') === 'yoast') {
    add_action('template_redirect', static function () {
        remove_action('wp_head', 'rel_canonical');
    });
    add_action('wp_head', static function () {
        $meta = static function ($attribute, $name, $filter, $content) {
            $content = (string) apply_filters($filter, $content, null);
            $GLOBALS['proof_said'][$name] = $content;
            if ($content !== '') {
                echo "\t<meta $attribute=\"$name\" content=\"" . esc_attr($content) . "\" />\n";
            }
        };
        $title = wp_get_document_title();
        $meta('name', 'description', 'wpseo_metadesc', '');
        echo "\t<link rel=\"canonical\" href=\"" . esc_url(apply_filters('wpseo_canonical', home_url('/wrong/'), null)) . "\" />\n";
        $meta('property', 'og:locale', 'wpseo_og_locale', 'en_US');
        $meta('property', 'og:type', 'wpseo_opengraph_type', 'article');
        $meta('property', 'og:title', 'wpseo_opengraph_title', $title);
        $meta('property', 'og:description', 'wpseo_opengraph_desc', 'As written');
        $meta('property', 'og:url', 'wpseo_opengraph_url', home_url('/'));
        $meta('property', 'og:site_name', 'wpseo_opengraph_site_name', get_bloginfo('name'));
        foreach (array('a', 'b') as $name) {
            $meta('property', 'og:image', 'wpseo_opengraph_image', "https://pictures.example/$name.jpg");
            $meta('property', 'og:image:width', 'wpseo_opengraph_image_width', '640');
            $meta('property', 'og:image:height', 'wpseo_opengraph_image_height', '480');
            $meta('property', 'og:image:type', 'wpseo_opengraph_image_type', 'image/jpeg');
        }
        $meta('name', 'twitter:card', 'wpseo_twitter_card_type', 'summary');
        $meta('name', 'twitter:image', 'wpseo_twitter_image', 'https://pictures.example/x.jpg');
    }, 1);
}

// Rank Math, at 1: each tag through `rank_math/opengraph/NETWORK/NAME`.
if (get_option('proof_as') === 'rank-math') {
    add_action('wp_head', static function () {
        remove_action('wp_head', 'rel_canonical');
        $tag = static function ($network, $name, $content) {
            $content = apply_filters("rank_math/opengraph/$network/" . str_replace(':', '_', $name), $content);
            $GLOBALS['proof_said'][$name] = $content;
            if (!empty($content)) {
                $attribute = $network === 'facebook' ? 'property' : 'name';
                printf("<meta %s=\"%s\" content=\"%s\" />\n", $attribute, esc_attr($name), esc_attr($content));
            }
        };
        echo '<meta name="description" content="' . esc_attr(apply_filters('rank_math/frontend/description', 'As written')) . "\"/>\n";
        echo '<link rel="canonical" href="' . esc_url(apply_filters('rank_math/frontend/canonical', home_url('/wrong/'))) . "\" />\n";
        $tag('facebook', 'og:locale', 'en_US');
        $tag('facebook', 'og:type', 'article');
        $tag('facebook', 'og:title', wp_get_document_title());
        $tag('facebook', 'og:description', 'As written');
        $tag('facebook', 'og:url', home_url('/wrong/'));
        $tag('facebook', 'og:site_name', get_bloginfo('name'));
        $tag('facebook', 'og:image', 'https://pictures.example/a.jpg');
        $tag('facebook', 'og:image:secure_url', 'https://pictures.example/a.jpg');
        $tag('facebook', 'og:image:width', '640');
        $tag('facebook', 'og:image:alt', 'Another text');
        $tag('twitter', 'twitter:card', 'summary_large_image');
        $tag('twitter', 'twitter:title', wp_get_document_title());
        $tag('twitter', 'twitter:image', 'https://pictures.example/a.jpg');
    }, 1);
}

// What they derive from their tags, such as JSON-LD: it is right only where their filters were used.
add_action('wp_head', static function () {
    echo '<script type="application/json" id="derived">' . wp_json_encode($GLOBALS['proof_said'] ?? array(), JSON_HEX_TAG) . "</script>\n";
}, 2);
