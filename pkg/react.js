"use client";
/**
 * Ownshelf for React 18 and later: the list is React's, in an order the shelf decides.
 *
 * The first render on the client is the server's, so nothing has to be hydrated twice; the engine is fetched after that.
 * React itself moves the cards, and only where nobody is looking or the shopper just acted, as `shelf.attach` has it.
 */
import {
  Fragment,
  cloneElement,
  createContext,
  createElement,
  forwardRef,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { flushSync } from "react-dom";
import { LISTING_OPTIONS, ListBinding } from "./bindings/list.js";
import { arranged, idOf, orderAfter, same } from "./bindings/order.js";
import { furnish, loadPanel, openShelf, readShelf, watchShelf } from "./bindings/shelf.js";

/** @typedef {import("./index.d.ts").Shelf} Shelf */
/** @typedef {import("./index.d.ts").AttachOptions} AttachOptions */
/** @typedef {import("react").ReactNode} ReactNode */
/** @typedef {import("./react.d.ts").ListingOptions<any>} Options */
/** @typedef {{ ids: string[], order: string[] | null, drawn: number }} Order */
/**
 * What stays the same object from one rendering to the next.
 * @typedef {{ fresh: boolean, committing: boolean, binding?: ListBinding, ids: string[], shown?: string[], products: object[], options: AttachOptions }} Live
 */

/** On a server there is nothing to do before paint, and React 18 warns of what tries. */
const useBeforePaint = typeof document === "undefined" ? useEffect : useLayoutEffect;

const ShelfContext = createContext(/** @type {Shelf | null} */ (null));

/** @param {{ shelf?: Shelf | Promise<Shelf>, options?: import("./index.d.ts").ShelfOptions, children?: ReactNode }} props */
export function ShelfProvider({ shelf: given, options, children }) {
  const [shelf, setShelf] = useState(/** @type {Shelf | null} */ (null));
  const first = useRef(options);
  useEffect(() => {
    const close = openShelf({ shelf: given, options: first.current }, setShelf);
    return () => {
      setShelf(null);
      close();
    };
  }, [given]);
  return createElement(ShelfContext.Provider, { value: shelf }, children);
}

export const useShelf = () => useContext(ShelfContext);

const never = () => () => {};

/** Whether this component was first rendered in the browser, not taken over from the server's HTML. */
function useMadeHere() {
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return useRef(hydrated).current;
}

/**
 * The shop's list and the order it is shown in. `drawn` counts the times the shop showed another list.
 * @param {string[]} ids
 * @returns {[Order, import("react").Dispatch<import("react").SetStateAction<Order>>]}
 */
function useOrder(ids) {
  const [list, setList] = useState(/** @type {Order} */ ({ ids, order: null, drawn: 0 }));
  if (same(list.ids, ids)) return [list, setList];
  const order = orderAfter(list.ids, list.order, ids);
  const next = { ids, order, drawn: list.drawn + (order ? 0 : 1) };
  setList(next);
  return [next, setList];
}

/**
 * @param {any[]} items
 * @param {Options} [options]
 */
export const useListing = (items, options) => useList(items, options, false);

/**
 * @param {any[]} items
 * @param {Options} [options]
 * @param {boolean} [placed] whether each item is one child of the element, so that its place names its product
 */
function useList(items, options = {}, placed) {
  const { getId = idOf, toProduct, ...attachOptions } = options;
  const shelf = useShelf();
  const [list, setList] = useOrder(items.map((item) => String(getId(item))));
  const [element, setElement] = useState(/** @type {Element | null} */ (null));
  const first = { fresh: useMadeHere(), committing: false, ids: [], products: [], options: {} };
  const { current: live } = useRef(/** @type {Live} */ (first));
  live.binding ??= new ListBinding((order) => {
    const set = () => setList((now) => (same(now.order ?? now.ids, order) ? now : { ...now, order }));
    // What is set in a layout effect is rendered before paint anyway, and React must not be interrupted then.
    if (live.committing) set();
    else flushSync(set);
  });
  const { binding } = live;
  const products = useMemo(() => (toProduct ? items.map(toProduct) : items), [items]);

  useBeforePaint(() => {
    const shown = placed ? (list.order ? arranged(list.ids, list.ids, list.order) : list.ids) : undefined;
    Object.assign(live, { ids: list.ids, shown, products, options: attachOptions });
  });
  /** @param {() => void} work */
  const commit = (work) => {
    live.committing = true;
    work();
    live.committing = false;
  };
  useBeforePaint(() => {
    if (!element) return;
    // What is made here and now was not painted before the next frame.
    const frame = requestAnimationFrame(() => (live.fresh = false));
    return () => {
      cancelAnimationFrame(frame);
      live.fresh = true;
    };
  }, [element]);
  useBeforePaint(() => {
    if (!shelf || !element) return;
    commit(() => binding.attach(shelf, element, () => live, live.fresh));
    return () => binding.detach();
  }, [shelf, element, options.listId, options.context]);
  useBeforePaint(() => {
    if (shelf) binding.learn(shelf, products);
  }, [shelf, products]);
  useBeforePaint(() => {
    if (list.drawn) commit(() => binding.redrawn());
  }, [list.drawn]);

  return {
    ref: setElement,
    items: arranged(items, list.ids, list.order),
    products,
    get ranking() {
      return binding.ranking;
    },
    refresh: () => binding.attachment?.refresh(),
  };
}

/**
 * A card names its product; where the shop's own markup does not, its outermost element is given the id.
 * @param {any} card
 * @param {string} id
 * @returns {ReactNode}
 */
const named = (card, id) => (card && typeof card.type === "string" ? cloneElement(card, { "data-ownshelf-product": id }) : card);

/**
 * A ref that tells another one too.
 * @param {(element: any) => void} own
 * @param {any} given
 */
const useRefs = (own, given) =>
  useCallback(
    (/** @type {any} */ element) => {
      own(element);
      if (typeof given === "function") given(element);
      else if (given) given.current = element;
    },
    [own, given],
  );

/**
 * @param {any} props those of the element too
 * @param {any} ref
 */
function List({ as = "ul", items, children, ...given }, ref) {
  const known = Object.entries(given).filter(([name, value]) => LISTING_OPTIONS.includes(name) && value !== undefined);
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !LISTING_OPTIONS.includes(name)));
  const { getId = idOf } = given;
  const listing = useList(items, Object.fromEntries(known), true);
  const element = useRefs(listing.ref, ref);
  const cards = typeof children === "function" ? children : cardsByItem(items, [children].flat());
  /**
   * @param {any} item
   * @param {number} at
   */
  const card = (item, at) => {
    const id = String(getId(item));
    return createElement(Fragment, { key: id }, named(cards(item, at), id));
  };
  return createElement(as, { ...rest, ref: element }, listing.items.map(card));
}

export const Listing = forwardRef(List);

/**
 * Cards a server component rendered: one for each item, in the items' order.
 * @param {any[]} items
 * @param {ReactNode[]} cards
 * @returns {(item: any) => ReactNode}
 */
function cardsByItem(items, cards) {
  const places = new Map(items.map((item, at) => [item, at]));
  return (item) => cards[Number(places.get(item))];
}

/**
 * @template T, U
 * @param {(shelf: Shelf) => T} read
 * @param {U} otherwise
 * @param {unknown[]} inputs
 */
function useRead(read, otherwise, inputs) {
  const shelf = useShelf();
  const [version, setVersion] = useState(0);
  useEffect(() => (shelf ? watchShelf(shelf, () => setVersion((now) => now + 1)) : undefined), [shelf]);
  return useMemo(() => readShelf(shelf, read, otherwise), [shelf, version, ...inputs]);
}

/** @type {never[]} */
const NONE = [];

/** @param {import("./index.d.ts").SuggestOptions} [options] */
export const useSuggestions = (options) => useRead((shelf) => shelf.suggest(options), NONE, [JSON.stringify(options)]);

/** @param {import("./index.d.ts").LayoutContext} [context] */
export const useLayout = (context) => useRead((shelf) => shelf.layout(context), null, [JSON.stringify(context)]);

export const usePurposes = () => useRead(({ privacy }) => privacy.purposes(), NONE, []);

/**
 * One of the package's elements.
 * @param {string} tag
 */
const elementOf = (tag) => {
  /**
   * @param {any} props
   * @param {any} given
   */
  const ShelfElement = ({ listing, className, ...rest }, given) => {
    const shelf = useShelf();
    const [element, setElement] = useState(/** @type {HTMLElement | null} */ (null));
    const ref = useRefs(setElement, given);
    useEffect(() => void loadPanel(), []);
    useEffect(() => {
      if (element) furnish(element, shelf, listing);
    });
    // React 18 writes `className` of a custom element as an attribute of that name.
    return createElement(tag, { ...rest, ...(className === undefined ? {} : { class: className }), ref });
  };
  return forwardRef(ShelfElement);
};

export const OrderSwitch = elementOf("ownshelf-order");
export const PrivacyPanel = elementOf("ownshelf-privacy");
export const Why = elementOf("ownshelf-why");
export const Suggestions = elementOf("ownshelf-suggestions");
