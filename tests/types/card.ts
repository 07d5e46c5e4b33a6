// A card made on the shopper's side and read on the helper's.
import type { Card as Made, CardFields, Privacy, SupportCard } from "ownshelf";
import { alongWords, describeCard, readCard, type Card } from "ownshelf/card";

export async function show(privacy: Privacy): Promise<string> {
  const fields: CardFields = { question: "Does it fit?", order: "4711", recent: 3, preferences: true, taste: ["brand:Lumen"] };
  const card: SupportCard = await privacy.supportCard(fields, { url: "https://shop.example/desk" });
  const made: Made = card.json;
  return `${card.text} ${card.link} ${card.code.size} ${made.version}`;
}

export async function read(text: string): Promise<string[]> {
  const card: Card = readCard(text);
  const rows: { label: string; values: string[] }[] = await describeCard(card, "de");
  const words = await alongWords("de");
  // @ts-expect-error a field that no card has
  const wrong: CardFields = { address: "Elm Street" };
  return [
    ...rows.flatMap(({ label, values }) => [label, ...values]),
    String(words["read.title"]),
    String(wrong),
    String(card.taste?.[0]?.kind),
  ];
}
