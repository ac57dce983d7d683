<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo('charset'); ?>">
<title><?php wp_title('|', true, 'right'); ?></title>
<meta name="description" content="Written into the theme">
<meta property="og:title" content="Written before wp_head">
<?php wp_head(); ?>
<meta property="og:image" content="https://pictures.example/theme.jpg">
<meta property="og:site_name" content="Written behind wp_head">
</head>
<body <?php body_class(); ?>>
<?php
while (have_posts()) {
    the_post();
    echo '<article><h1>';
    the_title();
    echo '</h1>';
    is_singular() ? the_content() : the_excerpt();
    echo '</article>';
}
wp_footer();
?>
</body>
</html>
