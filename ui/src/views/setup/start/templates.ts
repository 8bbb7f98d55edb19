import type { Body, Label } from "../api";

/** What an object is begun with: its fields, the values they choose from, its page, its rule. */
export interface Template {
  id: string;
  icon: string;
  label: Label;
  /** What it is for, in a sentence. */
  lead: Label;
  fields: readonly Body[];
  /** Picklists, by the name that fields call them; it follows the object's name. */
  values: Readonly<Record<string, readonly Body[]>>;
  sections: readonly Body[];
  rule: Body | null;
  columns: readonly string[];
}

const value = (name: string, en: string, zh: string, colour?: string): Body => ({ name, label: { en, zh }, ...(colour && { colour }) });
const field = (name: string, type: string, en: string, zh: string, more: Body = {}): Body => ({ name, type, label: { en, zh }, ...more });
const NAME = field("name", "text", "Name", "名称", { required: true, searchable: true });
const NOTES = field("notes", "long_text", "Notes", "备注");
const section = (name: string, en: string, zh: string, fields: readonly Body[]): Body => ({ name, label: { en, zh }, fields });
const wide = (name: string): Body => ({ field: name, wide: true });
const at = (...names: string[]): Body[] => names.map((name) => ({ field: name }));

export const TEMPLATES: readonly Template[] = [
  {
    id: "asset", icon: "package", label: { en: "Asset", zh: "资产" },
    lead: { en: "What the company owns: who has it, what it cost, how long it is under warranty.", zh: "公司拥有的物品：谁在使用、价格多少、保修到何时。" },
    fields: [
      NAME, field("number", "auto_number", "Asset number", "资产编号", { format: "AST-{00000}" }),
      field("category", "picklist", "Category", "类别", { values: "category" }),
      field("status", "picklist", "Status", "状态", { values: "status", required: true, default: "spare" }),
      field("holder", "user", "Used by", "使用人"), field("serial", "text", "Serial number", "序列号", { searchable: true }),
      field("bought_on", "date", "Bought on", "购买日期"), field("price", "money", "Price", "价格", { min: 0 }),
      field("warranty_until", "date", "Warranty until", "保修至"), NOTES,
    ],
    values: {
      category: [value("computer", "Computer", "电脑", "blue"), value("furniture", "Furniture", "家具", "orange"), value("vehicle", "Vehicle", "车辆", "violet"), value("other", "Other", "其他")],
      status: [value("spare", "Spare", "闲置"), value("in_use", "In use", "使用中", "green"), value("repair", "In repair", "维修中", "yellow"), value("retired", "Retired", "已报废", "red")],
    },
    sections: [
      section("main", "Asset", "资产", [...at("name", "number", "category", "status"), { field: "holder", required_when: "status = 'in_use'" }, { field: "serial" }]),
      section("purchase", "Purchase", "采购", at("bought_on", "price", "warranty_until")), section("about", "Notes", "备注", [wide("notes")]),
    ],
    rule: { when: "status = 'in_use' AND ISBLANK(holder)", at: "holder", message: { en: "An asset in use has somebody who uses it.", zh: "使用中的资产必须填写使用人。" } },
    columns: ["name", "number", "category", "status", "holder", "warranty_until"],
  },
  {
    id: "project", icon: "checklist", label: { en: "Project", zh: "项目" },
    lead: { en: "Work for a customer: when it begins and ends, what it may cost, how far it is.", zh: "为客户开展的工作：起止时间、预算与进度。" },
    fields: [
      NAME, field("customer", "lookup", "Customer", "客户", { to: "account" }), field("manager", "user", "Project manager", "项目经理"),
      field("status", "picklist", "Status", "状态", { values: "status", required: true, default: "planned" }),
      field("starts_on", "date", "Begins on", "开始日期"), field("ends_on", "date", "Ends on", "结束日期"),
      field("budget", "money", "Budget", "预算", { min: 0 }), field("progress", "percent", "Progress", "进度", { min: 0, max: 100 }), NOTES,
    ],
    values: { status: [value("planned", "Planned", "计划中"), value("running", "Running", "进行中", "blue"), value("done", "Done", "已完成", "green"), value("stopped", "Stopped", "已中止", "red")] },
    sections: [
      section("main", "Project", "项目", at("name", "customer", "manager", "status")),
      section("plan", "Plan", "计划", [...at("starts_on", "ends_on", "budget"), { field: "progress", visible_when: "status != 'planned'" }]),
      section("about", "Notes", "备注", [wide("notes")]),
    ],
    rule: { when: "ends_on < starts_on", at: "ends_on", message: { en: "A project cannot end before it begins.", zh: "项目的结束日期不能早于开始日期。" } },
    columns: ["name", "customer", "manager", "status", "ends_on", "progress"],
  },
  {
    id: "event", icon: "calendar", label: { en: "Event", zh: "活动场次" },
    lead: { en: "Trainings, fairs, visits: when, where, for how many.", zh: "培训、展会、参观：时间、地点与人数。" },
    fields: [
      NAME, field("category", "picklist", "Kind", "类型", { values: "category" }), field("starts_at", "datetime", "Begins at", "开始时间", { required: true }),
      field("ends_at", "datetime", "Ends at", "结束时间"), field("host", "user", "Host", "主持人"), field("online", "boolean", "Online", "线上"),
      field("link", "url", "Link", "链接"), field("place", "text", "Place", "地点"), field("seats", "integer", "Seats", "名额", { min: 0 }), NOTES,
    ],
    values: { category: [value("training", "Training", "培训", "blue"), value("fair", "Fair", "展会", "orange"), value("visit", "Visit", "参观", "green"), value("other", "Other", "其他")] },
    sections: [
      section("main", "Event", "活动场次", at("name", "category", "starts_at", "ends_at", "host", "seats")),
      section("where", "Where", "地点", [{ field: "online" }, { field: "link", visible_when: "online" }, { field: "place", visible_when: "NOT online" }]),
      section("about", "Notes", "备注", [wide("notes")]),
    ],
    rule: { when: "ends_at < starts_at", at: "ends_at", message: { en: "An event cannot end before it begins.", zh: "活动的结束时间不能早于开始时间。" } },
    columns: ["name", "category", "starts_at", "place", "host", "seats"],
  },
  {
    id: "own", icon: "plus", label: { en: "", zh: "" }, lead: { en: "Something else: begin with a name and notes, and add what you need.", zh: "其他内容：从名称与备注开始，再添加所需字段。" },
    fields: [NAME, NOTES], values: {}, sections: [section("main", "Details", "详细信息", [{ field: "name" }, wide("notes")])], rule: null, columns: ["name", "created_at"],
  },
];
