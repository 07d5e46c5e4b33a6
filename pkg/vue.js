/**
 * Ownshelf for Vue 3: the list is Vue's, in an order the shelf decides.
 *
 * The first render on the client is the server's, so hydration finds what it expects; the engine is fetched after that.
 * Vue itself moves the cards, and only where nobody is looking or the shopper just acted, as `shelf.attach` has it.
 */
import {
  Comment,
  cloneVNode,
  computed,
  defineComponent,
  getCurrentInstance,
  h,
  inject,
  onBeforeUnmount,
  onMounted,
  ref,
  shallowRef,
  toValue,
  watch,
} from "vue";
import { LISTING_OPTIONS, ListBinding } from "./bindings/list.js";
import { arranged, idOf, orderAfter, same } from "./bindings/order.js";
import { furnish, loadPanel, openShelf, readShelf, watchShelf } from "./bindings/shelf.js";

const KEY = Symbol.for("ownshelf");
/** @typedef {import("./index.d.ts").Shelf} Shelf */
/** @typedef {import("vue").ShallowRef<Shelf | null>} ShelfRef */
/** @typedef {import("./vue.d.ts").ListingOptions<any>} Options */
/** @template T @typedef {import("vue").MaybeRefOrGetter<T>} Given */

/** @type {ShelfRef} */
const NO_SHELF = shallowRef(null);

/** @param {{ shelf?: Shelf | Promise<Shelf>, options?: import("./index.d.ts").ShelfOptions }} [given] */
export function createOwnshelf(given = {}) {
  return {
    /** @param {import("vue").App} app */
    install(app) {
      /** @type {ShelfRef} */
      const shelf = shallowRef(null);
      app.provide(KEY, shelf);
      if (typeof document === "undefined") return;
      const close = openShelf(given, (opened) => {
        shelf.value = opened;
      });
      const over = () => {
        shelf.value = null;
        close();
      };
      // From Vue 3.5 on; before, the app itself is the only one who knows.
      if (app.onUnmount) return app.onUnmount(over);
      const { unmount } = app;
      app.unmount = () => {
        over();
        unmount();
      };
    },
  };
}

export const useShelf = () => inject(KEY, NO_SHELF);

/**
 * The shop's list as it is now, and the order it is shown in. `drawn` counts the times the shop showed another list.
 * @param {import("vue").ComputedRef<string[]>} ids
 */
function useOrder(ids) {
  /** @type {import("vue").ShallowRef<string[] | null>} */
  const order = shallowRef(null);
  const drawn = ref(0);
  let before = ids.value;
  // In step with what is rendered next, hence before it.
  watch(
    ids,
    (now) => {
      if (same(before, now)) return;
      order.value = orderAfter(before, order.value, now);
      before = now;
      if (!order.value) drawn.value++;
    },
    { flush: "sync" },
  );
  return { order, drawn };
}

/**
 * @param {Given<any[]>} items
 * @param {Given<Options | undefined>} [options]
 */
export const useListing = (items, options) => useList(items, options, false);

/**
 * @param {Given<any[]>} items
 * @param {Given<Options | undefined>} [options]
 * @param {boolean} [placed] whether each item is one child of the element, so that its place names its product
 */
function useList(items, options = {}, placed) {
  const shelf = useShelf();
  const instance = getCurrentInstance();
  // Taken over from a server's HTML, the element was there before its component.
  const hydrated = Boolean(instance?.vnode.el);
  /** @type {import("vue").ShallowRef<Element | null>} */
  const element = shallowRef(null);
  /** @returns {Options} */
  const settings = () => toValue(options) ?? {};
  const ids = computed(() => toValue(items).map((item) => String((settings().getId ?? idOf)(item))));
  const products = computed(() => {
    const { toProduct } = settings();
    return toProduct ? toValue(items).map(toProduct) : toValue(items);
  });
  const { order, drawn } = useOrder(ids);
  let fresh = !hydrated;
  const binding = new ListBinding((named) => {
    if (same(order.value ?? ids.value, named)) return;
    order.value = named;
    instance?.update(); // now, so that it is painted in one piece
  });
  const now = () => {
    const { getId, toProduct, ...attachOptions } = settings();
    const shown = placed ? arranged(ids.value, ids.value, order.value) : undefined;
    return { ids: ids.value, products: products.value, options: attachOptions, shown };
  };
  const mounted = ref(false);
  onMounted(() => (mounted.value = true));
  watch(
    [shelf, element, mounted, () => settings().listId, () => settings().context],
    () => {
      binding.detach();
      if (!shelf.value || !element.value || !mounted.value) return;
      binding.attach(shelf.value, element.value, now, fresh);
    },
    { flush: "post" },
  );
  watch(
    element,
    (is, was) => {
      if (was) fresh = true;
      // What is made here and now was not painted before the next frame.
      if (is) requestAnimationFrame(() => (fresh = false));
    },
    { flush: "sync" },
  );
  watch(products, (all) => shelf.value && binding.learn(shelf.value, all), { flush: "post" });
  watch(drawn, () => binding.redrawn(), { flush: "post" });
  onBeforeUnmount(() => binding.detach());

  return {
    ref: element,
    items: computed(() => arranged(toValue(items), ids.value, order.value)),
    get products() {
      return products.value;
    },
    get ranking() {
      return binding.ranking;
    },
    refresh: () => binding.attachment?.refresh(),
  };
}

export const Listing = defineComponent({
  name: "OwnshelfListing",
  props: {
    as: { type: String, default: "ul" },
    items: { type: Array, required: true },
    ...Object.fromEntries(LISTING_OPTIONS.map((name) => [name, { type: null, default: undefined }])),
  },
  setup(props, { slots, expose }) {
    /** @type {Record<string, any>} named by a list, which no type can follow */
    const given = props;
    const options = () =>
      Object.fromEntries(LISTING_OPTIONS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
    const listing = useList(() => props.items, options, true);
    expose(listing);
    /** @param {any} item */
    const card = (item) => {
      const id = String((given.getId ?? idOf)(item));
      const [first, ...others] = (slots.default?.({ item, id }) ?? []).filter(({ type }) => type !== Comment);
      return [first && cloneVNode(first, { key: id, "data-ownshelf-product": id }), ...others];
    };
    return () => h(props.as, { ref: listing.ref }, listing.items.value.flatMap(card));
  },
});

/**
 * @template T, U
 * @param {(shelf: Shelf) => T} read
 * @param {U} otherwise
 */
function useRead(read, otherwise) {
  const shelf = useShelf();
  const version = ref(0);
  watch(shelf, (now, _, onCleanup) => now && onCleanup(watchShelf(now, () => version.value++)), { immediate: true });
  return computed(() => {
    // Read, so that it is worked out again when the shelf tells of a change.
    void version.value;
    return readShelf(shelf.value, read, otherwise);
  });
}

/** @param {Given<import("./index.d.ts").SuggestOptions | undefined>} [options] */
export const useSuggestions = (options) => useRead((shelf) => shelf.suggest(toValue(options)), []);

/** @param {Given<import("./index.d.ts").LayoutContext | undefined>} [context] */
export const useLayout = (context) => useRead((shelf) => shelf.layout(toValue(context)), null);

export const usePurposes = () => useRead(({ privacy }) => privacy.purposes(), []);

/**
 * @param {string} name
 * @param {string} tag
 */
const shelfElement = (name, tag) =>
  defineComponent({
    name,
    props: { listing: { type: Object, default: undefined } },
    setup(props) {
      const shelf = useShelf();
      /** @type {import("vue").ShallowRef<HTMLElement | null>} */
      const element = shallowRef(null);
      const show = () => {
        if (element.value) furnish(element.value, shelf.value, /** @type {any} */ (props.listing)); // Vue checks objects as such alone.
      };
      onMounted(() => {
        loadPanel();
        watch([shelf, () => props.listing], show, { immediate: true, flush: "post" });
      });
      return () => h(tag, { ref: element });
    },
  });

export const OrderSwitch = shelfElement("OwnshelfOrder", "ownshelf-order");
export const PrivacyPanel = shelfElement("OwnshelfPrivacy", "ownshelf-privacy");
export const Why = shelfElement("OwnshelfWhy", "ownshelf-why");
export const Suggestions = shelfElement("OwnshelfSuggestions", "ownshelf-suggestions");
