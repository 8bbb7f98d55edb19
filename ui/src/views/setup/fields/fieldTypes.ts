/** Groups of field types in the order in which one looks for them. */
const GROUPS = {
  text: ["text", "long_text", "rich_text", "markdown"],
  number: ["integer", "decimal", "money", "percent", "rating", "auto_number"],
  date: ["date", "datetime", "time", "duration"],
  choice: ["picklist", "multi_picklist", "boolean", "tags", "colour"],
  relation: ["lookup", "master_detail", "many_to_many", "poly_lookup", "user"],
  contact: ["email", "phone", "url", "person_name", "address", "geolocation"],
  computed: ["formula", "rollup"],
} as const;

/** What a field type is for, in one line. */
const HELP = {
  text: { en: "One line, such as a name or a number plate.", zh: "单行文本，如名称、车牌号。" },
  long_text: { en: "Several lines without formatting.", zh: "多行纯文本。" },
  rich_text: { en: "Several lines with headings, lists and links.", zh: "可带标题、列表与链接的多行文本。" },
  markdown: { en: "Several lines formatted by Markdown signs.", zh: "用 Markdown 标记排版的多行文本。" },
  integer: { en: "A count, without decimals.", zh: "没有小数的数量。" },
  decimal: { en: "An exact number with decimals.", zh: "带小数的精确数值。" },
  money: { en: "An amount in the currency of the record.", zh: "以记录币种表示的金额。" },
  percent: { en: "20 is 20 %; formulas reckon with 0.2.", zh: "20 表示 20%；公式中按 0.2 计算。" },
  rating: { en: "A few stars.", zh: "星级评分。" },
  auto_number: { en: "Numbers records by itself, such as A-0001.", zh: "自动为记录编号，如 A-0001。" },
  date: { en: "A day.", zh: "某一天。" },
  datetime: { en: "A moment, shown in the zone of the reader.", zh: "某一时刻，按查看者所在时区显示。" },
  time: { en: "A time of day, on any day.", zh: "一天中的某个时间。" },
  duration: { en: "How long something takes.", zh: "持续的时长。" },
  picklist: { en: "One of a list of values, such as a status.", zh: "从列表中选一项，如状态。" },
  multi_picklist: { en: "Any number of a list of values.", zh: "从列表中选多项。" },
  boolean: { en: "A box to tick.", zh: "勾选框。" },
  tags: { en: "Words that people make up as they go.", zh: "使用者随手添加的标签。" },
  colour: { en: "A colour code, such as #1f6f6a.", zh: "颜色代码，如 #1f6f6a。" },
  lookup: { en: "Points to one record of another object.", zh: "指向另一对象的一条记录。" },
  master_detail: { en: "Part of one record, and deleted with it.", zh: "隶属于一条记录，并随其删除。" },
  many_to_many: { en: "Points to any number of records.", zh: "指向多条记录。" },
  poly_lookup: { en: "Points to one record of any of several objects.", zh: "指向若干对象之一的一条记录。" },
  user: { en: "Points to somebody who works here.", zh: "指向一位用户。" },
  email: { en: "An address one can write to with one click.", zh: "电子邮箱地址，点击即可写信。" },
  phone: { en: "A number one can call, kept in one form.", zh: "可拨打的号码，按统一格式保存。" },
  url: { en: "A link to a page.", zh: "网页链接。" },
  person_name: { en: "Surname and given name, in the order of the language.", zh: "姓与名，按语言习惯排列。" },
  address: { en: "Country, region, city, street and postcode.", zh: "国家、省市、街道与邮编。" },
  geolocation: { en: "Latitude and longitude, for maps.", zh: "经纬度，用于地图。" },
  formula: { en: "Reckoned from other fields of the record.", zh: "由记录的其他字段计算得出。" },
  rollup: { en: "Count, sum or more over the records that belong to this one.", zh: "对所属子记录计数、求和等。" },
  encrypted: { en: "Text that the database holds encrypted.", zh: "在数据库中加密保存的文本。" },
  barcode: { en: "A text that is also drawn as a code.", zh: "同时绘制为条码的文本。" },
  external_id: { en: "The key of the record in another system.", zh: "记录在外部系统中的编号。" },
  json: { en: "Data for programs.", zh: "供程序使用的数据。" },
} as const;

/** The words of the field types' groups and of what each is for. */
export const FIELD_TYPES = {
  "types.of.text": { en: "Text", zh: "文本" }, "types.of.number": { en: "Numbers", zh: "数值" }, "types.of.date": { en: "Dates and times", zh: "日期与时间" },
  "types.of.choice": { en: "Choices", zh: "选择" }, "types.of.relation": { en: "Relations", zh: "关系" }, "types.of.contact": { en: "Contact", zh: "联系方式" },
  "types.of.computed": { en: "Computed", zh: "计算" }, "types.of.other": { en: "Others", zh: "其他" },
} as const;

export const typeHelp = (type: string, language: string): string | undefined => (type in HELP ? HELP[type as keyof typeof HELP][language === "zh" ? "zh" : "en"] : undefined);

/** The types in their groups; those of packages are among the others. */
export function groupedTypes(names: readonly string[]): readonly { group: keyof typeof GROUPS | "other"; names: readonly string[] }[] {
  const known = Object.entries(GROUPS).map(([group, types]) => ({ group: group as keyof typeof GROUPS, names: types.filter((type) => names.includes(type)) as readonly string[] }));
  const grouped = new Set(known.flatMap((each) => each.names));
  return [...known, { group: "other" as const, names: names.filter((name) => !grouped.has(name)) }].filter((each) => each.names.length > 0);
}
