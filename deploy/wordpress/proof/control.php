<?php
// For the proof: php control.php FOLDER COMMAND [JSON]: what an administrator does, and what only the database knows.
list(, $folder, $command) = $argv;
$given = json_decode($argv[3] ?? 'null', true);
$_SERVER['HTTP_HOST'] = getenv('PROOF_HOST');
$_SERVER['REQUEST_URI'] = '/';
if ($command === 'install') {
    define('WP_INSTALLING', true);
}
require $folder . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

$commands = array(
    'install' => static function () {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        wp_install('Crumb & Co.', 'baker', 'baker@bakery.example', true, '', 'two days of rest');
        return true;
    },
    'fill' => static function () {
        global $wp_rewrite;
        $wp_rewrite->set_permalink_structure('/%postname%/');
        flush_rewrite_rules(true);
        wp_upload_dir();
        $category = wp_insert_term('Bread', 'category')['term_id'];
        $number = 0;
        $post = static function (array $post) use ($category, &$number) {
            // Of two that came in one second, a list shows now the one first and now the other.
            $post['post_date'] = $post['post_date_gmt'] = gmdate('Y-m-d H:i:s', time() - 3600 + 60 * $number++);
            $post += array('post_status' => 'publish', 'post_author' => 1, 'post_type' => 'post', 'post_category' => array($category));
            return wp_insert_post(wp_slash($post), true);
        };
        $post(array('post_title' => 'Rye bread & "rolls"', 'post_name' => 'rye-bread', 'post_content' => '<p>Thirty hours, four ingredients.</p>'));
        $post(array('post_title' => 'メロンパン', 'post_name' => 'メロンパン', 'post_content' => '<p>さくさくの皮</p>'));
        $post(array('post_title' => str_repeat('Why we stopped slicing ', 20), 'post_name' => 'slicing', 'post_content' => '<p>Dry.</p>'));
        $post(array('post_title' => 'Locked', 'post_name' => 'locked', 'post_content' => '<p>Secret.</p>', 'post_password' => 'rye'));
        $post(array('post_title' => 'Not in the feed', 'post_name' => 'not-in-the-feed', 'post_content' => '<p>New.</p>'));
        $post(array('post_title' => 'About us', 'post_name' => 'about', 'post_content' => '<p>Five people.</p>', 'post_type' => 'page'));
        return true;
    },
    // What somebody copies out of his profile.
    'application_password' => static function ($user) {
        $made = WP_Application_Passwords::create_new_application_password(get_user_by('login', $user)->ID, array('name' => 'Tidings'));
        return is_wp_error($made) ? $made->get_error_message() : $made[0];
    },
    'on' => static function ($plugin) {
        $answer = activate_plugin($plugin);
        return is_wp_error($answer) ? $answer->get_error_message() : true;
    },
    // A part of an order is paid back.
    'refund' => static function ($given) {
        update_option('proof_order_' . $given['refund'], array('total' => $given['total'], 'at' => time()));
        do_action('woocommerce_order_refunded', $given['order'], $given['refund']);
        return true;
    },
    'off' => static function ($plugin) {
        deactivate_plugins($plugin);
        return true;
    },
    'remove' => static function ($plugin) {
        deactivate_plugins($plugin);
        uninstall_plugin($plugin);
        return true;
    },
    'theme' => static function ($theme) {
        switch_theme($theme);
        return true;
    },
    'set' => static function ($given) {
        foreach ($given as $name => $value) {
            $value === null ? delete_option($name) : update_option($name, $value);
        }
        return true;
    },
    'status' => static function () {
        return get_option('tidings_status');
    },
    'due' => static function ($hook) {
        wp_clear_scheduled_hook($hook);
        wp_schedule_single_event(time() - 1, $hook);
        return true;
    },
    'next' => static function () {
        return array('hourly' => wp_next_scheduled('tidings_fetch'), 'soon' => wp_next_scheduled('tidings_fetch_soon'), 'now' => time());
    },
    'write' => static function ($post) {
        return wp_update_post(wp_slash(array('ID' => get_page_by_path($post, OBJECT, 'post')->ID, 'post_excerpt' => (string) wp_rand())));
    },
    'text' => static function ($given) {
        return wp_update_post(wp_slash(array('ID' => get_page_by_path($given['post'], OBJECT, 'post')->ID, 'post_content' => $given['text'])));
    },
    // Makes a network of two sites of it; the constants are for the next call.
    'network' => static function () {
        global $wpdb;
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        $wpdb->tables('ms_global');
        foreach ($wpdb->tables('ms_global') as $table => $prefixed) {
            $wpdb->$table = $prefixed;
        }
        install_network();
        populate_network(1, getenv('PROOF_HOST'), 'baker@bakery.example', 'Network', '/', false);
        $config = file_get_contents(ABSPATH . 'wp-config.php');
        $more = "define('MULTISITE', true); define('SUBDOMAIN_INSTALL', false); define('DOMAIN_CURRENT_SITE', '" . getenv('PROOF_HOST') . "');\n"
            . "define('PATH_CURRENT_SITE', '/'); define('SITE_ID_CURRENT_SITE', 1); define('BLOG_ID_CURRENT_SITE', 1);\n";
        file_put_contents(ABSPATH . 'wp-config.php', str_replace("\$table_prefix", $more . '$table_prefix', str_replace("define('WP_HOME'", "//", $config)));
        return true;
    },
    'second_site' => static function () {
        global $wp_rewrite, $wpdb;
        // A network begins with `/blog/` in front of the first site's posts.
        $wp_rewrite->set_permalink_structure('/%postname%/');
        flush_rewrite_rules(true);
        $site = wpmu_create_blog(getenv('PROOF_HOST'), '/second/', 'Second', 1);
        // Its name loses the port; a network on a machine's loopback is none that WordPress thought of.
        $wpdb->update($wpdb->blogs, array('domain' => getenv('PROOF_HOST')), array('blog_id' => $site));
        switch_to_blog($site);
        update_option('home', 'http://' . getenv('PROOF_HOST') . '/second');
        update_option('siteurl', 'http://' . getenv('PROOF_HOST') . '/second');
        restore_current_blog();
        return $site;
    },
    'on_network' => static function ($plugin) {
        $answer = activate_plugin($plugin, '', true);
        return is_wp_error($answer) ? $answer->get_error_message() : true;
    },
    'fetch_each' => static function () {
        $faults = array();
        foreach (get_sites(array('fields' => 'ids')) as $site) {
            switch_to_blog($site);
            Tidings\keep_going();
            Tidings\fetch();
            $faults[] = get_option('tidings_status')['fault'];
            restore_current_blog();
        }
        return $faults;
    },
    'left_of_us' => static function () {
        global $wpdb;
        $left = array();
        foreach (get_sites(array('fields' => 'ids')) as $site) {
            switch_to_blog($site);
            $left = array_merge($left, $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%tidings%' OR (option_name = 'cron' AND option_value LIKE '%tidings%')"));
            $left = array_merge($left, is_dir(wp_upload_dir(null, false)['basedir'] . '/tidings') ? array('uploads/tidings') : array());
            restore_current_blog();
        }
        return $left;
    },
    // What is in the house but for what WordPress itself changes all the time.
    'dump' => static function () {
        global $wpdb;
        $dump = array();
        foreach ($wpdb->get_col('SHOW TABLES') as $table) {
            $rows = $wpdb->get_results("SELECT * FROM `$table`", ARRAY_A);
            foreach ($rows as $row) {
                if ($table === $wpdb->options) {
                    if (preg_match('/^_(site_)?transient_|^recently_activated$/', $row['option_name'])) {
                        continue;
                    }
                    unset($row['option_id']);
                    if ($row['option_name'] === 'cron') {
                        // Which events there are; when they are next due changes with every run.
                        foreach (array_filter(_get_cron_array()) as $events) {
                            foreach (array_keys($events) as $hook) {
                                $dump[] = 'event ' . $hook;
                            }
                        }
                        continue;
                    }
                }
                if ($table === $wpdb->usermeta && $row['meta_key'] === 'session_tokens') {
                    continue;
                }
                $dump[] = $table . ' ' . wp_json_encode($row);
            }
        }
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(WP_CONTENT_DIR, FilesystemIterator::SKIP_DOTS), RecursiveIteratorIterator::SELF_FIRST);
        foreach ($files as $file) {
            if (substr($file, -9) !== 'asked.log') {
                $dump[] = 'file ' . $file . ($file->isFile() ? ' ' . md5_file($file) : '');
            }
        }
        return array_values(array_unique($dump));
    },
);
echo "\n<<<" . json_encode($commands[$command]($given)) . '>>>';
