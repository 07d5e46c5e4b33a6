/** 집계에 관한 문구, 한국어. */
export default Object.freeze({
  title: "정확히 무엇을 보내나요",
  "state.off": "아무것도 모으거나 보내지 않아요.",
  "state.remember": "아무것도 모으거나 보내지 않아요. 두 번 묻지 않으려면 ‘기억하기’가 필요해요.",
  "state.paused": "일시 중지됨: 아무것도 모으거나 보내지 않아요.",
  "state.on": "참여하고 있어요.",

  "on.select_item": "목록에서 연 상품에 관한 것이에요: {list}.",
  "on.add_to_cart": "장바구니에 담은 상품에 관한 것이에요: {list}.",
  "on.purchase": "구매한 상품에 관한 것이에요: {list}.",
  "by.place": "목록에서의 위치",
  "by.order": "목록이 나를 위해 정렬되었는지",
  "by.category": "카테고리",
  often: "{time}에 많아야 한 번, 무작위로 고른 답이에요.",
  blur: "전체 답의 {percent}는 실제 일 대신 우연으로 채워져요. 그래서 답 하나만으로는 아무것도 증명되지 않아요.",
  halves:
    "답을 둘로 나누고 암호화해 한쪽은 {leader}, 다른 쪽은 {helper}에 보내요. 혼자서는 아무도 읽을 수 없어요. 두 곳은 답 {count}개 이상의 합계만 공개하기로 약속했어요.",
  code: "이 질문의 코드: {code}",

  waiting: "대기 중",
  "waiting.none": "아직 답이 없어요.",
  "waiting.due": "{answer}. {time} 이후에 보내요.",
  "waiting.open": "{answer}. {time}까지 바뀔 수 있고 그 뒤에 보내요.",
  cancel: "보내지 않기",
  cancelled: "보내지 않을게요.",
  "cancelled.late": "이미 보냈을 수 있어요.",
  sent: "보냄",
  "sent.at": "{answer}. {time}에 보냈어요.",
  "sent.year": "지난 12개월 동안 답 {count}개.",

  "place.one": "{from}번째",
  "place.range": "{from}~{to}번째",
  "place.last": "{from}번째 이후",
  "order.true": "나를 위한 순서",
  "order.false": "매장 순서",
  "category.other": "다른 카테고리",
});
