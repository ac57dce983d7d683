<?php
/**
 * Plugin Name:       Tidings
 * Description:       Gives every page the tags, the picture and the share bar that your Tidings server made for it, and counts visits.
 * Version:           1.2.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT OR Apache-2.0
 * Text Domain:       tidings
 *
 * A page view never asks the server: WP-Cron fetches a feed once an hour, and pages are made from the last one. So the
 * site does not notice whether the server is there. The server is trusted less than the site: what it sends is looked at
 * when it is fetched, and escaped when it is printed.
 *
 * From above to below: the feed is fetched, looked at and kept; a page is printed; the settings; coming and going. Visits and
 * orders are in measure.php.
 * What server and plug-in promise each other stands in docs/plugin.md of the project.
 */

namespace Tidings;

if (!defined('ABSPATH')) {
    exit;
}

// The server that hands this file out writes the two values: it replaces these two lines whole, and no others.
const SERVER = ''; // tidings:server
const KEY = ''; // tidings:key

/** The version of the feed that this file reads. */
const VERSION = 1;

const MOST_FEED = 5 * 1024 * 1024;
const MOST_CARD = 300 * 1024;
/** Cards that are fetched in one go; the rest follows a minute later. */
const CARDS_AT_ONCE = 40;
/** Seconds that one answer may take. */
const PATIENCE = 10;

const SWITCHES = 'tidings';
const STATUS = 'tidings_status';
const BAR = 'tidings_bar';
/** Pages lie in 256 options, by the first byte of their key: a page view reads one of them. */
const PAGES = 'tidings_pages_';
const LOCK = 'tidings_lock';
const HOURLY = 'tidings_fetch';
const SOON = 'tidings_fetch_soon';

/** The tags that a feed may name, and how long each may be. */
const TAGS = array(
    'title' => 300, 'description' => 1000, 'canonical' => 2048,
    'og:title' => 300, 'og:description' => 1000, 'og:url' => 2048, 'og:type' => 64, 'og:site_name' => 253,
    'og:image' => 2048, 'og:image:width' => 5, 'og:image:height' => 5, 'og:image:type' => 32, 'og:image:alt' => 1000,
    'twitter:card' => 32, 'twitter:title' => 300, 'twitter:description' => 1000,
    'twitter:image' => 2048, 'twitter:image:alt' => 1000,
);

require_once __DIR__ . '/measure.php';

// ---- the feed is fetched ------------------------------------------------------------------------------------------

function server(): string
{
    return untrailingslashit((string) apply_filters('tidings_server', SERVER));
}

function key(): string
{
    return (string) apply_filters('tidings_key', KEY);
}

/** Fetches the feed and the cards. Runs in WP-Cron, or where somebody who may do so pressed a button. */
function fetch(): void
{
    // `add_option` fails where the row is there: two at once cannot both pass. A killed one is forgotten after 5 minutes.
    $since = (int) get_option(LOCK);
    if ($since && $since > time() - 5 * MINUTE_IN_SECONDS) {
        return;
    }
    delete_option(LOCK);
    if (!add_option(LOCK, time(), '', 'no')) {
        return;
    }
    // A feed of 5 MB is several times that as values.
    wp_raise_memory_limit('tidings');
    try {
        fetch_alone();
    } catch (\Throwable $fault) {
        say(array('fault' => 'broken', 'detail' => $fault->getMessage()));
    } finally {
        delete_option(LOCK);
    }
}

function fetch_alone(): void
{
    if (server() === '' || key() === '') {
        say(array('fault' => 'no_key', 'detail' => ''));
        return;
    }
    $status = status();
    $headers = array('Accept' => 'application/json', 'Accept-Encoding' => 'gzip');
    if ($status['etag'] !== '') {
        $headers['If-None-Match'] = $status['etag'];
    }
    $answer = ask(server() . '/feed/' . rawurlencode(key()), $headers, MOST_FEED);
    if (is_string($answer)) {
        say(array('fault' => 'away', 'detail' => $answer));
    } elseif ($answer['status'] === 304 && $status['etag'] !== '') {
        say(array('fault' => '', 'detail' => '', 'fetched' => time()));
    } elseif ($answer['status'] !== 200) {
        $gone = in_array($answer['status'], array(401, 403, 404, 410), true);
        say(array('fault' => $gone ? 'key_unknown' : 'answered', 'detail' => (string) $answer['status']));
    } else {
        $feed = read($answer['body']);
        if (is_string($feed)) {
            say(array('fault' => $feed, 'detail' => ''));
        } else {
            keep($feed);
            say(array('fault' => '', 'detail' => '', 'fetched' => time(), 'etag' => substr($answer['etag'], 0, 200)));
        }
    }
    // Also after a fault: cards of the last feed may be missing, and none of them is asked for twice.
    if (!is_string($answer)) {
        fetch_cards();
    }
}

/**
 * One GET. The status, the ETag, the type and the body, unpacked, of at most `$most` bytes; or what went wrong.
 *
 * The body goes into a file, for WordPress unpacks what it holds in memory without a limit.
 *
 * @return array|string
 */
function ask(string $url, array $headers, int $most)
{
    $file = tempnam(get_temp_dir(), 'tidings');
    if ($file === false) {
        return __('no file can be written into the folder for temporary files', 'tidings');
    }
    $began = time();
    // The time-out of PHP's own streams is for each read: one byte now and then would hold us for ever.
    $watch = static function () use ($began) {
        if (time() - $began > 2 * PATIENCE) {
            $kind = class_exists('\WpOrg\Requests\Exception') ? '\WpOrg\Requests\Exception' : '\Requests_Exception';
            throw new $kind('too slow', 'timeout');
        }
    };
    add_action('requests-request.progress', $watch);
    try {
        $answer = wp_remote_get($url, array(
            'timeout' => PATIENCE,
            // Nobody sends us on to another machine.
            'redirection' => 0,
            'headers' => $headers,
            'stream' => true,
            'filename' => $file,
            'limit_response_size' => $most + 1,
            'user-agent' => 'Tidings-WordPress/' . VERSION . '; ' . home_url('/'),
        ));
        if (is_wp_error($answer)) {
            return $answer->get_error_message();
        }
        $body = unpacked(joined((string) file_get_contents($file, false, null, 0, $most + 1)), $most);
        return array(
            'status' => (int) wp_remote_retrieve_response_code($answer),
            'etag' => (string) header_of($answer, 'etag'),
            'type' => strtolower(trim(explode(';', header_of($answer, 'content-type'))[0])),
            'body' => $body,
        );
    } finally {
        remove_action('requests-request.progress', $watch);
        @unlink($file); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- it is gone either way
    }
}

function header_of(array $answer, string $name): string
{
    $value = wp_remote_retrieve_header($answer, $name);
    return is_array($value) ? (string) end($value) : (string) $value;
}

/**
 * A body that came in chunks. Without PHP's curl, WordPress joins them in memory alone and not in a file, and takes away
 * the header that says so. Nothing else that is asked for here begins like a chunk: JSON, gzip and PNG do not.
 */
function joined(string $body): string
{
    $whole = '';
    $at = 0;
    while (preg_match('/\G([0-9a-f]{1,7})[^\r\n]*\r\n/i', $body, $found, 0, $at)) {
        $at += strlen($found[0]);
        $length = (int) hexdec($found[1]);
        $whole .= substr($body, $at, $length);
        $at += $length + strlen("\r\n");
        if ($length === 0 || $at >= strlen($body)) {
            return $whole;
        }
    }
    return $at === 0 ? $body : $whole;
}

/** What gzip packed, at most `$most` + 1 bytes of it; anything else as it is. */
function unpacked(string $body, int $most): string
{
    if (strncmp($body, "\x1f\x8b", 2) !== 0 || !function_exists('inflate_init')) {
        return $body;
    }
    $inflate = inflate_init(ZLIB_ENCODING_GZIP);
    $whole = '';
    foreach (str_split($body, 8192) as $part) {
        $more = @inflate_add($inflate, $part); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- broken bytes are no JSON
        if ($more === false) {
            return '';
        }
        $whole .= $more;
        if (strlen($whole) > $most) {
            return substr($whole, 0, $most + 1);
        }
    }
    return $whole;
}

// ---- the feed is looked at ----------------------------------------------------------------------------------------

/**
 * A feed with nothing in it that may not be printed; or the fault for which it is refused.
 *
 * @return array|string
 */
function read(string $body)
{
    if (strlen($body) > MOST_FEED) {
        return 'too_long';
    }
    $feed = json_decode($body, true, 16);
    if (!is_array($feed) || !isset($feed['pages']) || !is_array($feed['pages'])) {
        return 'no_feed';
    }
    if (($feed['version'] ?? null) !== VERSION) {
        return 'other_version';
    }
    if (!is_this_site($feed['site'] ?? null)) {
        return 'other_site';
    }
    $read = array('pages' => array(), 'bar' => bar_of($feed['bar'] ?? null), 'beacon' => beacon_of($feed['beacon'] ?? null), 'refused' => 0);
    if (isset($feed['beacon']) && $read['beacon'] === null) {
        $read['refused']++;
    }
    if (isset($feed['bar']) && $read['bar'] === null) {
        $read['refused']++;
    }
    foreach ($feed['pages'] as $path => $page) {
        $path = (string) $path;
        if ($path === '' || $path[0] !== '/' || strlen($path) > 2048 || !is_array($page)) {
            $read['refused']++;
            continue;
        }
        $kept = array('tags' => array(), 'missing' => array(), 'card' => null);
        foreach (is_array($page['tags'] ?? null) ? $page['tags'] : array() as $name => $content) {
            $content = content((string) $name, $content);
            if ($content === null) {
                $read['refused']++;
            } else {
                $kept['tags'][$name] = $content;
            }
        }
        foreach (is_array($page['missing'] ?? null) ? $page['missing'] : array() as $name) {
            if (is_string($name) && isset($kept['tags'][$name])) {
                $kept['missing'][$name] = true;
            }
        }
        if (isset($page['card'])) {
            $kept['card'] = card($page['card']);
            $read['refused'] += $kept['card'] === null ? 1 : 0;
        }
        $read['pages'][key_of($path)] = $kept;
    }
    return $read;
}

/** Whether an address is this site's: a copy on another host must not get the tags of the real one. */
function is_this_site($url): bool
{
    $theirs = is_string($url) ? wp_parse_url($url) : null;
    $ours = wp_parse_url(home_url('/'));
    $place = static function ($parts) {
        $host = preg_replace('/^www\./', '', strtolower($parts['host'] ?? ''));
        return $host . ':' . ($parts['port'] ?? '') . '/' . trim($parts['path'] ?? '', '/');
    };
    return is_array($theirs) && is_array($ours) && $place($theirs) === $place($ours);
}

/**
 * What a tag may say, or null. Markup is refused though it would be escaped: a title with a script in it is no title.
 *
 * @return string|null
 */
function content(string $name, $content)
{
    if (!isset(TAGS[$name]) || !is_string($content)) {
        return null;
    }
    $content = trim((string) preg_replace('/[\x00-\x1f\x7f\s]+/u', ' ', $content));
    if ($content === '' || mb_strlen($content) > TAGS[$name] || preg_match('~<[a-z!/?]~i', $content)) {
        return null;
    }
    switch ($name) {
        case 'og:url':
        case 'canonical':
            // Whoever held the server could otherwise give the site's pages to another site.
            return is_on($content, home_url('/')) ? web_address($content) : null;
        case 'og:image':
        case 'twitter:image':
            // A picture on the server is gone when the server is: such a one comes as a card.
            return is_on($content, server()) ? null : web_address($content);
        case 'og:type':
            return preg_match('/^[a-z][a-z0-9._:-]*$/i', $content) ? $content : null;
        case 'og:image:type':
            return preg_match('~^image/[a-z0-9.+-]+$~', $content) ? $content : null;
        case 'og:image:width':
        case 'og:image:height':
            return preg_match('/^[1-9][0-9]{0,4}$/', $content) ? $content : null;
        case 'twitter:card':
            return in_array($content, array('summary', 'summary_large_image'), true) ? $content : null;
        default:
            return $content;
    }
}

/** Whether two addresses have the same host and port. */
function is_on(string $url, string $other): bool
{
    $place = static function ($url) {
        $parts = wp_parse_url($url);
        return is_array($parts) ? strtolower($parts['host'] ?? '') . ':' . ($parts['port'] ?? '') : '';
    };
    return $other !== '' && $place($url) === $place($other);
}

/** @return string|null */
function web_address(string $url)
{
    $clean = esc_url_raw($url, array('http', 'https'));
    return preg_match('~^https?://[^/]~i', $clean) ? $clean : null;
}

/**
 * A card as it is kept: the name of its file, its size and its text. Null for one that is not the server's own.
 *
 * @return array|null
 */
function card($card)
{
    $url = is_array($card) && is_string($card['url'] ?? null) ? $card['url'] : '';
    $name = strpos($url, server() . '/card/') === 0 ? substr($url, strlen(server() . '/card/')) : '';
    $width = $card['width'] ?? 0;
    $height = $card['height'] ?? 0;
    $bytes = $card['bytes'] ?? 0;
    $right = preg_match('/^[0-9A-Za-z_-]{8,128}\.png$/D', $name)
        && is_int($width) && is_int($height) && is_int($bytes)
        && $width >= 200 && $width <= 4096 && $height >= 200 && $height <= 4096 && $bytes <= MOST_CARD;
    $alt = content('og:image:alt', $card['alt'] ?? null);
    return $right ? array('name' => $name, 'width' => $width, 'height' => $height, 'alt' => (string) $alt) : null;
}

/**
 * The bar with its style, or null. `{url:CODE}`, `{link:CODE}`, `{title:280}` and `{picture}` in it are filled for each page.
 *
 * @return array|null
 */
function bar_of($bar)
{
    $html = is_array($bar) && is_string($bar['html'] ?? null) ? trim($bar['html']) : '';
    $where = is_array($bar) ? ($bar['where'] ?? '') : '';
    if ($html === '' || strlen($html) > 64 * 1024 || !in_array($where, array('before', 'after', 'both', 'none'), true)) {
        return null;
    }
    $style = '';
    if (preg_match('~^<style>([^<]*)</style>~', $html, $found)) {
        if (!is_style_of_bar($found[1])) {
            return null;
        }
        $style = '<style>' . $found[1] . '</style>';
        $html = substr($html, strlen($found[0]));
    }
    $html = trim(wp_kses($html, allowed(), array('http', 'https', 'mailto')));
    // A bar is one nav. Whatever was written beside it is not a part of it.
    if (strpos($html, '<nav') !== 0 || substr($html, -6) !== '</nav>' || substr_count($html, '<nav') !== 1) {
        return null;
    }
    return array('html' => $style . $html, 'where' => $where);
}

/** What a bar is made of. */
function allowed(): array
{
    $drawn = array(
        'fill' => true, 'stroke' => true, 'stroke-width' => true, 'stroke-linecap' => true, 'stroke-linejoin' => true,
        'stroke-dasharray' => true, 'opacity' => true, 'transform' => true,
    );
    return array(
        // The data is for bar.js.
        'nav' => array('class' => true, 'aria-label' => true, 'data-u' => true, 'data-s' => true, 'data-c' => true),
        'ul' => array('class' => true),
        'li' => array('class' => true),
        'a' => array('class' => true, 'href' => true, 'target' => true, 'rel' => true, 'style' => true, 'aria-label' => true),
        'span' => array('class' => true),
        'svg' => array('viewbox' => true, 'width' => true, 'height' => true, 'aria-hidden' => true, 'class' => true) + $drawn,
        'g' => $drawn,
        'path' => array('d' => true) + $drawn,
        'circle' => array('cx' => true, 'cy' => true, 'r' => true) + $drawn,
        'ellipse' => array('cx' => true, 'cy' => true, 'rx' => true, 'ry' => true) + $drawn,
        'rect' => array('x' => true, 'y' => true, 'width' => true, 'height' => true, 'rx' => true, 'ry' => true) + $drawn,
        'line' => array('x1' => true, 'y1' => true, 'x2' => true, 'y2' => true) + $drawn,
        'polyline' => array('points' => true) + $drawn,
        'polygon' => array('points' => true) + $drawn,
    );
}

/** Whether a sheet loads nothing and reaches nothing but bars. */
function is_style_of_bar(string $css): bool
{
    if (strpbrk($css, '\\@<') !== false) {
        // The only rule with an @ is @media.
        $rest = str_replace('@media', '', $css);
        if (strpbrk($rest, '\\@<') !== false) {
            return false;
        }
    }
    if (preg_match('~url\s*\(|image-set|src\s*\(|expression|javascript:|/\*~i', $css)) {
        return false;
    }
    preg_match_all('/([^{};]*)\{/', $css, $found);
    foreach ($found[1] as $selectors) {
        $selectors = trim($selectors);
        if (strpos($selectors, '@media') === 0) {
            continue;
        }
        $flat = preg_replace('/\([^()]*\)/', '', $selectors);
        foreach (explode(',', (string) $flat) as $selector) {
            if (!preg_match('/^\s*\.tidings-[0-9a-z]+(?![\w-])[^~+]*$/i', $selector) || stripos($selector, ':has') !== false) {
                return false;
            }
        }
    }
    return true;
}

// ---- the feed is kept ---------------------------------------------------------------------------------------------

/** The key of a page: its path, however it is percent-encoded; with plain permalinks also what it asks for. */
function key_of(string $address): string
{
    $parts = explode('?', explode('#', $address)[0], 2);
    $key = '/' . trim(rawurldecode($parts[0]), '/');
    if (isset($parts[1]) && !get_option('permalink_structure')) {
        parse_str($parts[1], $asked);
        $known = array_flip(array('p', 'page_id', 'cat', 'tag', 'author', 'post_type', 'm', 'paged', 'page', 'attachment_id'));
        $asked = array_intersect_key($asked, $known);
        ksort($asked);
        $key .= $asked ? '?' . http_build_query($asked) : '';
    }
    return md5($key);
}

function keep(array $feed): void
{
    $parts = array();
    foreach ($feed['pages'] as $key => $page) {
        $parts[substr($key, 0, 2)][$key] = $page;
    }
    for ($byte = 0; $byte < 256; $byte++) {
        $part = sprintf('%02x', $byte);
        if (isset($parts[$part])) {
            update_option(PAGES . $part, $parts[$part], false);
        } else {
            delete_option(PAGES . $part);
        }
    }
    if ($feed['bar'] === null) {
        delete_option(BAR);
    } else {
        update_option(BAR, $feed['bar'], false);
    }
    // Each page view reads it: it comes with all others that are read then, and one that is not there would be looked for.
    update_option(BEACON, $feed['beacon'] ?? array(), true);
    say(array('pages' => count($feed['pages']), 'refused' => $feed['refused']));
}

/** Everything that is kept of pages, by their keys. */
function kept_pages(): \Generator
{
    for ($byte = 0; $byte < 256; $byte++) {
        $part = get_option(PAGES . sprintf('%02x', $byte));
        yield from is_array($part) ? $part : array();
    }
}

/** The folder of the cards; it is made where it is missing and `$make` is said. */
function folder(bool $make = false): string
{
    $uploads = wp_upload_dir(null, false);
    $folder = $uploads['basedir'] . '/tidings';
    if ($make && !is_dir($folder)) {
        wp_mkdir_p($folder);
    }
    return $folder;
}

/** Fetches the cards that are missing and deletes those that no page has any more. */
function fetch_cards(): void
{
    $wanted = array();
    foreach (kept_pages() as $page) {
        if ($page['card']) {
            $wanted[$page['card']['name']] = $page['card'];
        }
    }
    $folder = folder();
    foreach (is_dir($folder) ? scandir($folder) : array() as $name) {
        if (substr($name, -4) === '.png' && !isset($wanted[$name])) {
            unlink($folder . '/' . $name);
        }
    }
    if (!switched('cards')) {
        say(array('cards' => 0, 'cards_wanted' => count($wanted), 'card_fault' => ''));
        return;
    }
    $had = 0;
    $asked = 0;
    $fault = '';
    foreach ($wanted as $name => $card) {
        if (is_file($folder . '/' . $name)) {
            $had++;
            continue;
        }
        // One fault ends it: where one card does not come, forty time-outs would hold the next job of WP-Cron.
        if ($fault !== '' || ++$asked > CARDS_AT_ONCE) {
            continue;
        }
        $fault = fetch_card($name, $card);
        $had += $fault === '' ? 1 : 0;
    }
    say(array('cards' => $had, 'cards_wanted' => count($wanted), 'card_fault' => $fault));
    if ($asked > CARDS_AT_ONCE && $fault === '') {
        soon();
    }
}

/** Fetches one card. What went wrong, or nothing. */
function fetch_card(string $name, array $card): string
{
    $answer = ask(server() . '/card/' . $name, array('Accept' => 'image/png'), MOST_CARD);
    if (is_string($answer)) {
        return $answer;
    }
    $size = $answer['status'] === 200 ? @getimagesizefromstring($answer['body']) : false; // phpcs:ignore
    if ($answer['status'] !== 200) {
        /* translators: 1: name of a file, 2: number such as 404 */
        return sprintf(__('%1$s was answered with %2$d', 'tidings'), $name, $answer['status']);
    }
    $is_picture = $answer['type'] === 'image/png' && strncmp($answer['body'], "\x89PNG\r\n\x1a\n", 8) === 0
        && $size !== false && $size[0] === $card['width'] && $size[1] === $card['height'];
    if (!$is_picture || strlen($answer['body']) > MOST_CARD) {
        /* translators: %s: name of a file */
        return sprintf(__('%s is not the picture that was promised, or larger than 300 KB', 'tidings'), $name);
    }
    $file = folder(true) . '/' . $name;
    // Renamed when it is whole: a page never shows half of it.
    $written = file_put_contents($file . '.part', $answer['body']) === strlen($answer['body']) && rename($file . '.part', $file);
    if (!$written) {
        /* translators: %s: path of a folder */
        return sprintf(__('%s cannot be written: give the web server the right to write there', 'tidings'), folder());
    }
    chmod($file, 0644);
    return '';
}

function status(): array
{
    $status = get_option(STATUS);
    return (is_array($status) ? $status : array()) + array(
        'tried' => 0, 'fetched' => 0, 'etag' => '', 'pages' => 0, 'refused' => 0, 'cards' => 0, 'cards_wanted' => 0,
        'fault' => '', 'detail' => '', 'card_fault' => '',
    );
}

function say(array $news): void
{
    if (isset($news['detail'])) {
        $news['detail'] = substr(wp_strip_all_tags($news['detail']), 0, 300);
    }
    update_option(STATUS, $news + array('tried' => time()) + status(), false);
}

// ---- a page is printed --------------------------------------------------------------------------------------------

function switches(): array
{
    $switches = get_option(SWITCHES);
    return (is_array($switches) ? $switches : array()) + array('tags' => 1, 'cards' => 1, 'bar' => 1, 'visits' => 1);
}

function switched(string $part): bool
{
    return (bool) switches()[$part];
}

/** What the feed says of the page that is asked for; null where it says nothing. */
function this_page(): ?array
{
    static $page = false;
    if ($page !== false || !did_action('wp')) {
        return $page ?: null;
    }
    $page = null;
    if (is_404() || is_search() || is_feed() || is_embed() || is_preview() || is_customize_preview() || is_admin()) {
        return null;
    }
    $address = wp_unslash((string) ($_SERVER['REQUEST_URI'] ?? '')); // phpcs:ignore WordPress.Security -- hashed alone
    $key = key_of($address);
    $is_start = is_front_page() || is_home();
    if (!$is_start && $key === key_of((string) wp_parse_url(home_url('/'), PHP_URL_PATH))) {
        return null; // `/?attachment_id=7` is not the start page
    }
    $part = get_option(PAGES . substr($key, 0, 2));
    $found = is_array($part) ? ($part[$key] ?? null) : null;
    $page = is_array($found) ? $found : null;
    return $page;
}

/**
 * The tags that this page should have: name → what it says, whether it is added where it is missing, and whether it only
 * fills a gap: one that somebody else fills by now is his.
 *
 * @return array<string, array{0: string, 1: bool, 2: bool}>
 */
function wanted(): array
{
    static $wanted = null;
    if ($wanted !== null || !did_action('wp')) {
        return $wanted ?? array();
    }
    $wanted = array();
    $page = this_page();
    if ($page === null) {
        return $wanted;
    }
    foreach (switched('tags') ? $page['tags'] : array() as $name => $content) {
        $wanted[$name] = array($content, true, isset($page['missing'][$name]));
    }
    $card = $page['card'];
    if (switched('cards') && $card && is_file(folder() . '/' . $card['name'])) {
        $url = set_url_scheme(wp_upload_dir(null, false)['baseurl'] . '/tidings/' . $card['name']);
        unset($wanted['og:image:alt'], $wanted['twitter:image:alt']);
        $wanted['og:image'] = array($url, true, false);
        $wanted['og:image:width'] = array((string) $card['width'], true, false);
        $wanted['og:image:height'] = array((string) $card['height'], true, false);
        $wanted['og:image:type'] = array('image/png', true, false);
        $wanted['twitter:card'] = array('summary_large_image', true, false);
        // X takes the picture of og:image where it has none of its own.
        $wanted['twitter:image'] = array($url, false, false);
        if ($card['alt'] !== '') {
            $wanted['og:image:alt'] = array($card['alt'], true, false);
            $wanted['twitter:image:alt'] = array($card['alt'], false, false);
        }
    }
    return $wanted;
}

/**
 * What other plug-ins would print is corrected where they decide it, so that what they derive from it agrees too.
 * `correct` sees to the rest.
 */
function add_filters(): void
{
    $yoast = array(
        'title' => 'wpseo_title', 'description' => 'wpseo_metadesc', 'canonical' => 'wpseo_canonical',
        'og:title' => 'wpseo_opengraph_title', 'og:description' => 'wpseo_opengraph_desc',
        'og:url' => 'wpseo_opengraph_url', 'og:type' => 'wpseo_opengraph_type',
        'og:site_name' => 'wpseo_opengraph_site_name', 'og:image' => 'wpseo_opengraph_image',
        'og:image:width' => 'wpseo_opengraph_image_width', 'og:image:height' => 'wpseo_opengraph_image_height',
        'og:image:type' => 'wpseo_opengraph_image_type', 'twitter:card' => 'wpseo_twitter_card_type',
        'twitter:title' => 'wpseo_twitter_title', 'twitter:description' => 'wpseo_twitter_description',
        'twitter:image' => 'wpseo_twitter_image',
    );
    $rank_math = array('title' => 'title', 'description' => 'description', 'canonical' => 'canonical');
    foreach (array_keys(TAGS) as $name) {
        $filter = static function ($content) use ($name) {
            // Outside of the head they ask for other pages, too.
            $wanted = doing_action('wp_head') ? (wanted()[$name] ?? null) : null;
            if ($wanted === null || $wanted[2] || $content === '' || $content === null) {
                return $content;
            }
            theirs($name, $content);
            return $wanted[0];
        };
        if (isset($yoast[$name])) {
            add_filter($yoast[$name], $filter, 99);
        }
        if (isset($rank_math[$name])) {
            add_filter('rank_math/frontend/' . $rank_math[$name], $filter, 99);
        } else {
            $network = strpos($name, 'og:') === 0 ? 'facebook' : 'twitter';
            add_filter('rank_math/opengraph/' . $network . '/' . str_replace(':', '_', $name), $filter, 99);
        }
        if ($name === 'title') {
            add_filter('pre_get_document_title', static function ($title) {
                return doing_action('wp_head') ? (wanted()['title'][0] ?? $title) : $title;
            }, 99);
        }
    }
}

/**
 * What another plug-in would have printed in a tag's place, had its filter not been used; the first that is said counts.
 *
 * @return string|null
 */
function theirs(string $name, $content = null)
{
    static $theirs = array();
    if (is_scalar($content)) {
        $theirs += array($name => (string) $content);
    }
    return $theirs[$name] ?? null;
}

/** Where our own tags go, and where the head's tags end. */
const HERE = '<!--tidings:here-->';
const END = '<!--tidings:end-->';

/** Holds the page back until its head is whole, so that what anybody printed into it is seen. */
function hold(string $template): string
{
    if (wanted() && !is_feed()) {
        ob_start(__NAMESPACE__ . '\mended');
        $level = ob_get_level();
        add_action('wp_head', static function () {
            echo HERE;
        }, PHP_INT_MIN);
        add_action('wp_head', static function () {
            echo END;
        }, PHP_INT_MAX);
        // Themes print tags behind wp_head as well. Where somebody opened a buffer in ours, ours ends with the page.
        add_action('wp_body_open', static function () use ($level) {
            if (ob_get_level() === $level) {
                ob_end_flush();
            }
        }, PHP_INT_MIN);
    }
    return $template;
}

/** The held-back page with the right tags. Whatever goes wrong here, the page is shown. */
function mended(string $page, int $phase): string
{
    static $held = '';
    if ($phase & PHP_OUTPUT_HANDLER_CLEAN) {
        // Somebody throws the page away, to send something else.
        $held = '';
        return '';
    }
    $held .= $page;
    if (!($phase & PHP_OUTPUT_HANDLER_FINAL) && strpos($held, END) === false) {
        return '';
    }
    $whole = $held;
    $held = '';
    try {
        return mend($whole, wanted());
    } catch (\Throwable $fault) {
        return str_replace(array(HERE, END), '', $whole);
    }
}

function mend(string $page, array $wanted): string
{
    $end = strpos($page, END);
    $here = strpos($page, HERE);
    if ($end === false || $here === false || $here > $end) {
        return str_replace(array(HERE, END), '', $page);
    }
    $close = stripos($page, '</head', $end);
    $head = substr($page, 0, $close === false ? $end : $close);
    $rest = substr($page, strlen($head));
    list($head, $added) = correct($head, $wanted);
    return str_replace(array(HERE, END), array($added, ''), $head) . str_replace(END, '', $rest);
}

/**
 * A head in which each wanted tag stands once, and the tags that are to be added to it.
 *
 * @return array{0: string, 1: string}
 */
function correct(string $head, array $wanted): array
{
    // Comments, scripts and styles are stepped over: what looks like a tag in them is none.
    $pieces = '~<!--.*?-->|<(script|style|noscript|template|svg|textarea)\b[^>]*+>.*?</\1\s*+>'
        . '|(<title\b[^>]*+>)([^<]*+)(</title\s*+>)|<(meta|link)\b((?:[^>"\']++|"[^"]*+"|\'[^\']*+\')*+)>~is';
    if (!preg_match_all($pieces, $head, $found, PREG_SET_ORDER | PREG_OFFSET_CAPTURE)) {
        $found = array();
        if (preg_last_error() !== PREG_NO_ERROR) {
            return array($head, '');
        }
    }
    $tags = array();
    foreach ($found as $piece) {
        if (($piece[4][0] ?? '') !== '') {
            $tags[] = array('at' => $piece[0], 'names' => array('title'), 'content' => $piece[3][0], 'attributes' => array());
        } elseif (isset($piece[5])) {
            $attributes = attributes($piece[6][0]);
            $names = names(strtolower($piece[5][0]), $attributes);
            if ($names) {
                $tags[] = array('at' => $piece[0], 'names' => $names, 'content' => $attributes['content'] ?? '', 'attributes' => $attributes);
            }
        }
    }
    $wanted = left_by_others($tags, $wanted);
    $new_picture = is_new_picture($tags, $wanted);
    $corrected = '';
    $from = 0;
    $done = array();
    $last_of_image = null;
    foreach ($tags as $tag) {
        list($text, $at) = $tag['at'];
        $corrected .= substr($head, $from, $at - $from);
        $from = $at + strlen($text);
        $corrected .= in_its_place($tag, $wanted, $new_picture, $done);
        if (!$new_picture && strpos($tag['names'][0], 'og:image') === 0) {
            $last_of_image = strlen($corrected);
        }
    }
    $corrected .= substr($head, $from);
    $added = '';
    $behind_image = '';
    foreach ($wanted as $name => list($content, $is_added)) {
        if (!$is_added || isset($done[$name])) {
            continue;
        }
        $done[$name] = true;
        if (strpos($name, 'og:image:') === 0) {
            // Text and size of a picture stand behind it; without one they say nothing.
            $behind_image .= "\n" . rtrim(tag($name, $content));
        } else {
            $added .= $name === 'og:image' ? image_tags($wanted, $done) : tag($name, $content);
        }
    }
    if ($last_of_image !== null) {
        $corrected = substr_replace($corrected, $behind_image, $last_of_image, 0);
    }
    return array($corrected, mark($tags, $wanted) . $added);
}

/** What is still wanted where others print `$tags`: a gap that one of them fills is none. */
function left_by_others(array $tags, array $wanted): array
{
    foreach ($tags as $tag) {
        foreach (trim($tag['content']) === '' ? array() : $tag['names'] as $name) {
            if (!empty($wanted[$name][2])) {
                unset($wanted[$name]);
                // Size and text of a picture go with it.
                foreach (substr($name, -5) === 'image' ? array_keys($wanted) : array() as $other) {
                    if (strpos($other, $name . ':') === 0) {
                        unset($wanted[$other]);
                    }
                }
            }
        }
    }
    return $wanted;
}

/**
 * A tag that no network reads, which says what stands here without us. The server's audit looks for it: it would find
 * nothing to mend otherwise as soon as it is mended, the feed would name nothing, and the tags would go again.
 */
function mark(array $tags, array $wanted): string
{
    $without = array();
    foreach ($wanted as $name => list(, $is_added)) {
        if ($is_added) {
            $without[$name] = array();
        }
    }
    foreach ($tags as $tag) {
        foreach ($tag['names'] as $name) {
            $of = preg_replace('/(image):.*/', '$1', $name);
            if ((isset($wanted[$name]) || isset($wanted[$of])) && count($without[$name] ?? array()) < 10) {
                $first = empty($without[$name]) ? theirs($name) : null;
                $content = mb_substr($first ?? $tag['content'], 0, 2048);
                list($usual, $other) = strpos($name, 'og:') === 0 ? array('property', 'name') : array('name', 'property');
                $is_usual = strpos(strtolower(trim($tag['attributes'][$usual] ?? '')), $name) === 0;
                $without[$name][] = $is_usual ? $content : array($other, $content);
            }
        }
    }
    unset($without['title'], $without['canonical']);
    $told = $without ? wp_json_encode($without, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) : '';
    // Not `esc_attr`: it takes what is written as `&amp;` for an escaped sign.
    return $told ? '<meta name="tidings:without" content="' . htmlspecialchars($told, ENT_QUOTES, 'UTF-8') . "\" />\n" : '';
}

/** Whether the page's picture is replaced: what stands there of width, height and text then goes with the old one. */
function is_new_picture(array $tags, array $wanted): bool
{
    foreach ($tags as $tag) {
        if (isset($wanted['og:image']) && in_array('og:image', $tag['names'], true)) {
            return $tag['content'] !== $wanted['og:image'][0];
        }
    }
    return isset($wanted['og:image']);
}

/** What stands in the place of a tag that somebody else printed. */
function in_its_place(array $tag, array $wanted, bool $new_picture, array &$done): string
{
    $text = '';
    $touched = false;
    foreach ($tag['names'] as $name) {
        $of_image = strpos($name, 'og:image:') === 0;
        $stands = isset($done[$name]) && (isset($wanted[$name]) || ($of_image && isset($wanted['og:image'])));
        $of_another = isset($wanted['twitter:image']) && !isset($wanted[$name]) && strpos($name, 'twitter:image:') === 0;
        if ($stands || $of_another || ($of_image && $new_picture)) {
            $touched = true; // It stands there already, belonged to another picture, or follows ours.
            continue;
        }
        $done[$name] = true;
        if (!isset($wanted[$name])) {
            $text .= tag($name, $tag['content']);
            continue;
        }
        $touched = true;
        // A player and an app are more than a picture.
        $stays = $name === 'twitter:card' && in_array(strtolower($tag['content']), array('app', 'player'), true);
        $content = $stays ? $tag['content'] : $wanted[$name][0];
        $text .= $name === 'og:image' && $new_picture ? image_tags($wanted, $done) : tag($name, $content);
    }
    return $touched ? rtrim($text) : $tag['at'][0];
}

/** og:image with all that is known of it. */
function image_tags(array $wanted, array &$done): string
{
    $text = '';
    foreach (array('og:image', 'og:image:width', 'og:image:height', 'og:image:type', 'og:image:alt') as $name) {
        if (isset($wanted[$name])) {
            $done[$name] = true;
            $text .= tag($name, $wanted[$name][0]);
        }
    }
    return $text;
}

/** The attributes of a tag, decoded; the first of two counts. */
function attributes(string $text): array
{
    $attributes = array();
    preg_match_all('~([^\s"\'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|\'([^\']*)\'|([^\s"\'=<>`]+)))?~', $text, $found, PREG_SET_ORDER);
    foreach ($found as $one) {
        $name = strtolower($one[1]);
        $value = ($one[2] ?? '') . ($one[3] ?? '') . ($one[4] ?? '');
        $attributes += array($name => html_entity_decode($value, ENT_QUOTES | ENT_HTML5, 'UTF-8'));
    }
    return $attributes;
}

/** The names of ours that a tag has: `property` and `name` may both be there. */
function names(string $element, array $attributes): array
{
    if ($element === 'link') {
        $is_canonical = in_array('canonical', preg_split('/\s+/', strtolower($attributes['rel'] ?? '')), true);
        return $is_canonical ? array('canonical') : array();
    }
    $names = array();
    foreach (array('property', 'name') as $attribute) {
        $name = strtolower(trim($attributes[$attribute] ?? ''));
        $name = $name === 'twitter:image:src' ? 'twitter:image' : $name;
        $is_ours = isset(TAGS[$name]) || strpos($name, 'og:image:') === 0 || strpos($name, 'twitter:image:') === 0;
        // `<meta name="title">` is another thing than `<title>`.
        if ($is_ours && !in_array($name, array('title', 'canonical'), true) && !in_array($name, $names, true)) {
            $names[] = $name;
        }
    }
    return $names;
}

function tag(string $name, string $content): string
{
    if ($name === 'title') {
        return '<title>' . esc_html($content) . "</title>\n";
    }
    if ($name === 'canonical') {
        return '<link rel="canonical" href="' . esc_url($content) . "\" />\n";
    }
    $is_address = in_array($name, array('og:url', 'og:image', 'twitter:image'), true);
    $content = $is_address ? esc_url($content) : esc_attr($content);
    $attribute = strpos($name, 'og:') === 0 ? 'property' : 'name';
    return '<meta ' . $attribute . '="' . esc_attr($name) . '" content="' . $content . "\" />\n";
}

/** A text with the share bar. */
function with_bar($content)
{
    if (!is_string($content) || !has_bar()) {
        return $content;
    }
    $bar = get_option(BAR);
    if (!is_array($bar) || $bar['where'] === 'none') {
        return $content;
    }
    $html = filled($bar['html']);
    if (strpos($html, ' data-u=') !== false && is_file(__DIR__ . '/bar.js')) {
        wp_enqueue_script('tidings-bar', plugins_url('bar.js', __FILE__), array(), (string) filemtime(__DIR__ . '/bar.js'), true);
    }
    $before = in_array($bar['where'], array('before', 'both'), true);
    $after = in_array($bar['where'], array('after', 'both'), true);
    // The style is needed once.
    $again = (string) preg_replace('~^<style>[^<]*</style>~', '', $html);
    return ($before ? $html : '') . $content . ($after ? ($before ? $again : $html) : '');
}

/** No page waits for the bar's script: it adds to a bar that is whole without it. */
function deferred($tag, $handle)
{
    return $handle === 'tidings-bar' ? str_replace(' src=', ' defer src=', (string) $tag) : $tag;
}

/** Whether the text that is being printed is the one that visitors came for, and would pass on. */
function has_bar(): bool
{
    $has = switched('bar') && did_action('wp') && is_singular() && !is_page() && !is_attachment()
        && !is_feed() && !is_embed() && !is_preview() && !is_front_page()
        && get_the_ID() === get_queried_object_id() && !post_password_required();
    // Other plug-ins take descriptions from the text.
    $has = $has && !doing_action('wp_head') && !doing_filter('get_the_excerpt');
    return (bool) apply_filters('tidings_has_bar', $has);
}

/** The bar for this page: everything put in is percent-encoded or escaped, so that it cannot end an attribute. */
function filled(string $html): string
{
    $page = this_page();
    $url = (string) get_permalink();
    $title = $page['tags']['og:title'] ?? html_entity_decode(wp_strip_all_tags(get_the_title()), ENT_QUOTES | ENT_HTML5, 'UTF-8');
    $picture = wanted()['og:image'][0] ?? (string) get_the_post_thumbnail_url(null, 'full');
    if ($picture === '') {
        $html = (string) preg_replace('~<li\b[^>]*>(?:(?!</li>).)*\{picture\}(?:(?!</li>).)*</li>~s', '', $html);
    }
    return (string) preg_replace_callback(
        '/\{(url|link|title|picture)(?::([0-9a-z]{1,7}))?\}/',
        static function ($found) use ($url, $title, $picture) {
            switch ($found[1]) {
                case 'url':
                    return rawurlencode(isset($found[2]) ? with_code($url, $found[2]) : $url);
                case 'link':
                    return esc_attr(esc_url(isset($found[2]) ? with_code($url, $found[2]) : $url));
                case 'title':
                    // The number is what the post holds: an address with its token takes its part.
                    $most = isset($found[2]) ? max(0, (int) $found[2] - mb_strlen($url) - strlen('?e=1234567') - 1) : 10000;
                    return rawurlencode(cut($title, $most));
                default:
                    return rawurlencode($picture);
            }
        },
        $html
    );
}

/** An address with a token: `?e=CODE`, in front of what follows `#`. */
function with_code(string $url, string $code): string
{
    $parts = explode('#', $url, 2);
    $mark = strpos($parts[0], '?') === false ? '?' : '&';
    return $parts[0] . $mark . 'e=' . $code . (isset($parts[1]) ? '#' . $parts[1] : '');
}

/** At most so many characters, ending with a whole word and an ellipsis where it is cut. */
function cut(string $text, int $most): string
{
    if (mb_strlen($text) <= $most) {
        return $text;
    }
    if ($most === 0) {
        return '';
    }
    $kept = mb_substr($text, 0, $most - 1);
    $end = strrpos($kept, ' ');
    return rtrim($end ? substr($kept, 0, $end) : $kept) . '…';
}

// ---- the settings -------------------------------------------------------------------------------------------------

/** What went wrong, and what mends it. */
function fault_in_words(array $status): string
{
    $words = array(
        'no_key' => __('This plug-in has no key: download it again from your Tidings console, where the key is put into it.', 'tidings'),
        'key_unknown' => __('The server does not know this key: download the plug-in again from your Tidings console.', 'tidings'),
        'away' => __('The server cannot be reached. What was fetched before goes on to work; it is tried again within an hour. Look whether the server runs, and whether this site may call it.', 'tidings'),
        'answered' => __('The server answered with an error. What was fetched before goes on to work; it is tried again within an hour. Its log says more.', 'tidings'),
        'too_long' => __('The feed is longer than 5 MB and was refused: leave pages out of it in your Tidings console.', 'tidings'),
        'no_feed' => __('What the server sent is no feed and was refused: look whether another program answers at its address.', 'tidings'),
        'other_version' => __('The feed has a version that this plug-in does not read: download the plug-in again from your Tidings console.', 'tidings'),
        'other_site' => __('The feed is for another site and was refused: each site, and each copy of one, needs the plug-in with its own key.', 'tidings'),
        'broken' => __('The feed could not be kept. What was fetched before goes on to work.', 'tidings'),
    );
    $fault = $words[$status['fault']] ?? '';
    return $fault !== '' && $status['detail'] !== '' ? $fault . ' (' . $status['detail'] . ')' : $fault;
}

function register_settings(): void
{
    register_setting('tidings', SWITCHES, array('type' => 'array', 'sanitize_callback' => __NAMESPACE__ . '\clean_switches'));
    add_settings_section('tidings', '', '__return_null', 'tidings');
    $parts = array(
        'tags' => array(__('Tags', 'tidings'), __('Fill in and correct what networks read: title, text, picture and address', 'tidings')),
        'cards' => array(__('Cards', 'tidings'), __('Show the pictures that Tidings drew for your pages', 'tidings')),
        'bar' => array(__('Share bar', 'tidings'), __('Show the share bar on posts', 'tidings')),
        'visits' => array(__('Visits', 'tidings'), __('Count visits, previews and orders, where measuring is switched on in Tidings', 'tidings')),
    );
    foreach ($parts as $part => list($title, $says)) {
        add_settings_field('tidings_' . $part, $title, static function () use ($part, $says) {
            printf(
                '<label for="%1$s"><input type="checkbox" id="%1$s" name="%2$s" value="1"%3$s> %4$s</label>',
                esc_attr('tidings_' . $part),
                esc_attr(SWITCHES . '[' . $part . ']'),
                checked(switched($part), true, false),
                esc_html($says)
            );
        }, 'tidings', 'tidings');
    }
}

function clean_switches($given): array
{
    $given = is_array($given) ? $given : array();
    $clean = array();
    foreach (array('tags', 'cards', 'bar', 'visits') as $part) {
        $clean[$part] = (int) !empty($given[$part]);
    }
    return $clean;
}

function add_screen(): void
{
    add_options_page(__('Tidings', 'tidings'), __('Tidings', 'tidings'), 'manage_options', 'tidings', __NAMESPACE__ . '\screen');
}

function screen(): void
{
    if (!current_user_can('manage_options')) {
        return;
    }
    $status = status();
    $ago = static function (int $time): string {
        /* translators: %s: a while, such as "5 minutes" */
        return $time ? sprintf(__('%s ago', 'tidings'), human_time_diff($time)) : __('never', 'tidings');
    };
    $lines = array(
        __('Server', 'tidings') => server() === '' ? __('none', 'tidings') : server(),
        __('Last fetched', 'tidings') => $ago((int) $status['fetched']),
        __('Last tried', 'tidings') => $ago((int) $status['tried']),
        __('Pages', 'tidings') => number_format_i18n($status['pages']),
        /* translators: 1: number of pictures that are here, 2: number of all */
        __('Cards', 'tidings') => sprintf(__('%1$s of %2$s', 'tidings'), number_format_i18n($status['cards']), number_format_i18n($status['cards_wanted'])),
    );
    if ($status['refused']) {
        $lines[__('Left out', 'tidings')] = sprintf(
            /* translators: %s: a number */
            __('%s things in the feed, since they are not what a tag, a card or a bar may be', 'tidings'),
            number_format_i18n($status['refused'])
        );
    }
    echo '<div class="wrap"><h1>' . esc_html__('Tidings', 'tidings') . '</h1>';
    foreach (array_filter(array(fault_in_words($status), $status['card_fault'])) as $fault) {
        echo '<div class="notice notice-warning inline"><p>' . esc_html($fault) . '</p></div>';
    }
    echo '<table class="form-table" role="presentation"><tbody>';
    foreach ($lines as $name => $value) {
        echo '<tr><th scope="row">' . esc_html($name) . '</th><td>' . esc_html($value) . '</td></tr>';
    }
    echo '</tbody></table><form method="post" action="' . esc_url(admin_url('admin-post.php')) . '">';
    echo '<input type="hidden" name="action" value="tidings_fetch_now">';
    wp_nonce_field('tidings_fetch_now');
    submit_button(__('Fetch now', 'tidings'), 'secondary', 'submit', false);
    echo '</form><form method="post" action="options.php">';
    settings_fields('tidings');
    do_settings_sections('tidings');
    submit_button();
    echo '</form></div>';
}

function fetch_now(): void
{
    if (!current_user_can('manage_options')) {
        wp_die(esc_html__('You may not do this.', 'tidings'), '', array('response' => 403));
    }
    check_admin_referer('tidings_fetch_now');
    fetch();
    wp_safe_redirect(admin_url('options-general.php?page=tidings'));
    exit;
}

// ---- coming and going ---------------------------------------------------------------------------------------------

/** Has the feed fetched in a minute, once. */
function soon(): void
{
    if (!wp_next_scheduled(SOON)) {
        wp_schedule_single_event(time() + MINUTE_IN_SECONDS, SOON);
    }
}

function saved(int $id, \WP_Post $post): void
{
    if ($post->post_status === 'publish' && !wp_is_post_revision($id) && !wp_is_post_autosave($id)) {
        soon();
    }
}

/** Also where a network was switched on as a whole, or somebody cleared WP-Cron; never in a page view. */
function keep_going(): void
{
    if ((is_admin() || wp_doing_cron()) && !wp_next_scheduled(HOURLY)) {
        wp_schedule_event(time() + HOUR_IN_SECONDS, 'hourly', HOURLY);
        soon();
    }
}

function switched_on(): void
{
    // Once, here: WordPress keeps it, and looks it up with a query of its own each time that it is said.
    register_uninstall_hook(__FILE__, __NAMESPACE__ . '\removed');
    if (!wp_next_scheduled(HOURLY)) {
        wp_schedule_event(time() + HOUR_IN_SECONDS, 'hourly', HOURLY);
    }
    soon();
}

function switched_off($everywhere = false): void
{
    each_site($everywhere, static function () {
        wp_clear_scheduled_hook(HOURLY);
        wp_clear_scheduled_hook(SOON);
        wp_clear_scheduled_hook(ORDERS);
    });
}

/** Leaves nothing: no option, no event, no file. */
function removed(): void
{
    each_site(true, static function () {
        wp_clear_scheduled_hook(HOURLY);
        wp_clear_scheduled_hook(SOON);
        foreach (array(SWITCHES, STATUS, BAR, LOCK) as $option) {
            delete_option($option);
        }
        forget_visits();
        for ($byte = 0; $byte < 256; $byte++) {
            delete_option(PAGES . sprintf('%02x', $byte));
        }
        $folder = folder();
        foreach (is_dir($folder) ? scandir($folder) : array() as $name) {
            if (preg_match('/\.png(\.part)?$/D', $name)) {
                unlink($folder . '/' . $name);
            }
        }
        if (is_dir($folder)) {
            @rmdir($folder); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- what somebody else put there stays
        }
    });
}

/** Does it for this site, or for each of a network. */
function each_site($everywhere, callable $do): void
{
    if (!$everywhere || !is_multisite()) {
        $do();
        return;
    }
    foreach (get_sites(array('fields' => 'ids', 'number' => 0)) as $site) {
        switch_to_blog($site);
        $do();
        restore_current_blog();
    }
}

function links(array $links): array
{
    $settings = '<a href="' . esc_url(admin_url('options-general.php?page=tidings')) . '">' . esc_html__('Settings', 'tidings') . '</a>';
    return array_merge(array($settings), $links);
}

add_action(HOURLY, __NAMESPACE__ . '\fetch');
add_action(SOON, __NAMESPACE__ . '\fetch');
add_action('save_post', __NAMESPACE__ . '\saved', 10, 2);
add_action('init', __NAMESPACE__ . '\keep_going');
add_action('add_option_' . SWITCHES, __NAMESPACE__ . '\soon', 10, 0);
add_action('update_option_' . SWITCHES, __NAMESPACE__ . '\soon', 10, 0);
add_action('admin_menu', __NAMESPACE__ . '\add_screen');
add_action('admin_init', __NAMESPACE__ . '\register_settings');
add_action('admin_post_tidings_fetch_now', __NAMESPACE__ . '\fetch_now');
add_filter('plugin_action_links_' . plugin_basename(__FILE__), __NAMESPACE__ . '\links');
add_filter('template_include', __NAMESPACE__ . '\hold', PHP_INT_MAX);
add_filter('the_content', __NAMESPACE__ . '\with_bar', 90);
add_filter('script_loader_tag', __NAMESPACE__ . '\deferred', 10, 2);
add_filters();
register_activation_hook(__FILE__, __NAMESPACE__ . '\switched_on');
register_deactivation_hook(__FILE__, __NAMESPACE__ . '\switched_off');
