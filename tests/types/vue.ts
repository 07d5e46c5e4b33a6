// `ownshelf/vue` as a shop's TypeScript sees it. Compiled, never run.
import { computed, createApp, defineComponent, h, ref, type ComputedRef } from "vue";
import {
  createOwnshelf,
  Listing,
  OrderSwitch,
  PrivacyPanel,
  Suggestions,
  useLayout,
  useListing,
  usePurposes,
  useShelf,
  useSuggestions,
  Why,
  type ListingOptions,
  type ListingProps,
  type OwnshelfPluginOptions,
  type ShelfElementProps,
  type ShelfListing,
} from "ownshelf/vue";
import type { Shelf, Suggestion } from "ownshelf";

interface Camera {
  sku: string;
  title: string;
}

const options: ListingOptions<Camera> = {
  getId: ({ sku }) => sku,
  toProduct: ({ sku, title }) => ({ id: sku, name: title }),
  listId: "cameras",
};

const Cameras = defineComponent(() => {
  const cameras = ref<Camera[]>([{ sku: "a", title: "A" }]);
  const listing: ShelfListing<Camera> = useListing(cameras, options);
  const same: ShelfListing<Camera> = useListing(
    () => cameras.value,
    computed(() => options),
  );
  const shelf: Readonly<{ value: Shelf | null }> = useShelf();
  const next: ComputedRef<Suggestion[]> = useSuggestions({ limit: 3 });
  const density = computed(() => useLayout().value?.density ?? usePurposes().value.length);
  const shared: ShelfElementProps = { listing };
  const props: ListingProps<Camera> = { ...options, items: cameras.value, as: "section" };
  return () =>
    h("section", [
      h(OrderSwitch, shared),
      h(PrivacyPanel, { mode: "inline" }),
      h(
        "ul",
        { ref: listing.ref },
        listing.items.value.map(({ sku, title }) => h("li", { key: sku }, [title, h(Why, { product: sku, name: title })])),
      ),
      h(Listing<Camera>, props, { default: ({ item }: { item: Camera }) => [h("li", item.title)] }),
      h(Suggestions, shared),
      String(shelf.value?.locale ?? next.value[0]?.id ?? density.value ?? same.ranking?.moved),
    ]);
});

const given: OwnshelfPluginOptions = { options: { consent: "session" } };
createApp(Cameras).use(createOwnshelf(given)).mount("#app");
