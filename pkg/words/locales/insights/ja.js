/** 集計についての文言、日本語。 */
export default Object.freeze({
  title: "実際に送信される内容",
  "state.off": "何も収集も送信もしていません。",
  "state.remember": "何も収集も送信もしていません。二重にたずねないために「記憶する」が必要です。",
  "state.paused": "一時停止中：何も収集も送信もしません。",
  "state.on": "参加しています。",

  "on.select_item": "一覧から開いた商品についてです：{list}。",
  "on.add_to_cart": "かごに入れた商品についてです：{list}。",
  "on.purchase": "購入した商品についてです：{list}。",
  "by.place": "一覧での位置",
  "by.order": "一覧があなた向けに並んでいたか",
  "by.category": "カテゴリー",
  often: "{time}に最大1件の回答を、無作為に選びます。",
  blur: "全回答の{percent}では、実際の出来事の代わりに偶然の値が入ります。そのため、1件の回答だけでは何の証拠にもなりません。",
  halves:
    "回答は2つに分けて暗号化され、片方は{leader}、もう片方は{helper}に渡ります。どちらも単独では読めません。両者は{count}件以上の合計だけを公開すると約束しています。",
  code: "この質問のコード：{code}",

  waiting: "送信待ち",
  "waiting.none": "回答はまだありません。",
  "waiting.due": "{answer}。{time}以降に送信します。",
  "waiting.open": "{answer}。{time}までは変わることがあり、その後に送信します。",
  cancel: "送信しない",
  cancelled: "送信しません。",
  "cancelled.late": "すでに送信された可能性があります。",
  sent: "送信済み",
  "sent.at": "{answer}。{time}に送信しました。",
  "sent.year": "過去12か月の回答：{count}件。",

  "place.one": "{from}番目",
  "place.range": "{from}～{to}番目",
  "place.last": "{from}番目以降",
  "order.true": "あなた向けの並び",
  "order.false": "お店の順",
  "category.other": "その他のカテゴリー",
});
