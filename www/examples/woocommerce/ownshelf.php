<?php
/**
 * Plugin Name: Ownshelf
 * Description: Product lists that adapt to the shopper, learned and kept in the shopper's own browser.
 * Requires at least: 6.5
 * Requires PHP: 7.4
 * License: MIT OR Apache-2.0
 *
 * Lies in wp-content/plugins/ownshelf/ beside the package's `dist` folder and hold.css.
 *
 * @package Ownshelf
 */

defined( 'ABSPATH' ) || exit;

/** The entry, as a module: it waits for nothing and nothing waits for it. */
add_action(
	'wp_enqueue_scripts',
	function () {
		if ( ! is_woocommerce() ) {
			return;
		}
		wp_enqueue_script_module( 'ownshelf', plugins_url( 'dist/auto.js', __FILE__ ), array(), '0.1.0' );
		wp_enqueue_style( 'ownshelf-hold', plugins_url( 'hold.css', __FILE__ ), array(), '0.1.0' );
	}
);

/**
 * Lists are held back here, so the engine is fetched while the page is parsed, for a shopper who is remembered. The tag
 * stays where WordPress prints it, after the import map: a module above it would switch the map off in older browsers.
 */
add_filter(
	'wp_script_attributes',
	function ( $attributes ) {
		if ( 'ownshelf-js-module' === ( $attributes['id'] ?? '' ) ) {
			$attributes['async']               = true;
			$attributes['data-ownshelf-early'] = true;
		}
		return $attributes;
	}
);

/** The shop's product lists are the ones to adapt. */
add_filter(
	'woocommerce_product_loop_start',
	function ( $html ) {
		$name = is_search() ? 'search' : ( is_product_category() ? get_queried_object()->slug : 'shop' );
		return preg_replace( '/<ul\b/', '<ul data-ownshelf-listing="' . esc_attr( $name ) . '" data-ownshelf-hold', $html, 1 );
	}
);

/** The shopper's switch, under the shop's own sorting. */
add_action(
	'woocommerce_before_shop_loop',
	function () {
		echo '<div data-ownshelf-controls style="min-height:6rem"></div>';
	},
	40
);
