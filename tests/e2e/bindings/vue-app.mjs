/** A Vue page with a list, as the server and the browser render it. */
import { computed, createSSRApp, defineComponent, h, ref, watchEffect } from "vue";
import { Listing, OrderSwitch, Why, createOwnshelf, useListing, usePurposes, useShelf } from "ownshelf/vue";

const inside = (product) => [
  h("a", { class: "tile__link", href: `#${product.id}` }, [h("h3", { class: "tile__name" }, product.name)]),
  h("p", { class: "tile__price" }, product.price.toFixed(2)),
];

/** A card of the page's own component, which passes nothing on. */
const Card = { props: ["item"], inheritAttrs: false, render: ({ item }) => h("li", { class: "tile" }, inside(item)) };

/** By the component. */
const Grid = (props) => h(Listing, { class: "tiles", items: props.items, listId: "grid" }, { default: ({ item }) => [h(Card, { item })] });
Grid.props = ["items"];

/** By the hook, with cards of the page's own. */
const Handmade = defineComponent({
  props: ["items"],
  setup(props) {
    const listing = useListing(() => props.items, { listId: "grid" });
    globalThis.__listing = listing;
    return () =>
      h("section", [
        h(OrderSwitch, { listing }),
        h(
          "ul",
          { class: "tiles", ref: listing.ref },
          listing.items.value.map((product) =>
            h("li", { class: "tile", key: product.id, "data-ownshelf-product": product.id }, [
              ...inside(product),
              h(Why, { product: product.id, name: product.name, listing }),
            ]),
          ),
        ),
      ]);
  },
});

const Shop = defineComponent({
  props: ["goods", "form"],
  setup(props) {
    const shelf = useShelf();
    const purposes = usePurposes();
    const items = ref(props.goods.slice(0, 48));
    const shown = ref(true);
    const active = computed(() => purposes.value.filter(({ active }) => active).length);
    watchEffect(() => {
      globalThis.__shelf = shelf.value;
    });
    const button = (id, onClick) => h("button", { id, onClick }, id);
    return () =>
      h("main", { class: "listing", "data-active": active.value }, [
        button("sort", () => {
          items.value = [...items.value].sort((a, b) => a.price - b.price);
        }),
        button("filter", () => {
          items.value = items.value.filter(({ kind }) => kind === items.value[0].kind);
        }),
        button("more", () => {
          items.value = props.goods.slice(0, items.value.length + 24);
        }),
        button("toggle", () => {
          shown.value = !shown.value;
        }),
        button("again", () => globalThis.__listing.refresh()),
        shown.value ? h(props.form === "hook" ? Handmade : Grid, { items: items.value }) : null,
      ]);
  },
});

export const app = (goods, form) =>
  createSSRApp(Shop, { goods, form }).use(createOwnshelf({ options: { storage: "memory", consent: "session" } }));
