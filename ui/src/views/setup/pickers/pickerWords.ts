/** The words of the choosers of pictures and colours. */
export const PICKERS = {
  "picker.noIcon": { en: "No icon", zh: "无图标" },
  "picker.findIcon": { en: "Find an icon", zh: "查找图标" },
  "picker.noColour": { en: "No colour", zh: "无颜色" },
  "picker.anyColour": { en: "Any colour", zh: "任意颜色" },
  "picker.code": { en: "Colour code", zh: "颜色代码" },
} as const;

const COLOURS: Readonly<Record<string, string>> = {
  gray: "灰色", blue: "蓝色", green: "绿色", red: "红色", orange: "橙色", yellow: "黄色", violet: "紫色", teal: "青绿色", cyan: "青色", pink: "粉色",
};

const ICONS: Readonly<Record<string, string>> = {
  address_book: "通讯录", apps: "应用", arrow_down: "向下", arrow_left: "向左", arrow_right: "向右", arrow_up: "向上", arrows_exchange: "交换 往来",
  ban: "禁止", beach: "休假 海滩", bell: "通知 铃铛", bolt: "闪电", book: "书本", bookmark: "书签", box: "箱子 物品", briefcase: "公文包 业务", building: "楼宇 公司",
  calendar: "日历 日期", calendar_event: "日程", chart: "图表", check: "勾选", checklist: "清单 任务", chevron_down: "下箭头", chevron_left: "左箭头", chevron_right: "右箭头",
  chevron_up: "上箭头", clock: "时钟 时间", coin: "硬币 金额", columns: "分栏", copy: "复制", dots: "更多", download: "下载", edit: "编辑", eye: "查看 眼睛", file: "文件",
  filter: "筛选", flag: "旗帜", headset: "耳机 客服", hierarchy: "层级", history: "历史", home: "首页 房屋", inbox: "收件箱", info: "信息", keyboard: "键盘",
  layout_board: "看板", layout_grid: "网格", link: "链接", list: "列表", lock: "锁", logout: "退出", mail: "邮件", map: "地图", map_pin: "地点", menu: "菜单",
  message: "消息 聊天", minus: "减号", note: "便笺", package: "包裹 产品", phone: "电话", plus: "加号", receipt: "收据 发票", refresh: "刷新", search: "搜索",
  settings: "设置 齿轮", sitemap: "组织结构", sort: "排序", star: "星标", sun_moon: "日夜", swords: "竞争 对手", table: "表格", tag: "标签", target: "目标",
  timeline: "时间线", trash: "删除 垃圾桶", upload: "上传", user: "人员", user_plus: "添加人员", users: "团队 多人", warning: "警告", x: "关闭",
};

const english = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

/** What people call a picture. */
export const iconTitle = (name: string, language: string): string => (language === "zh" ? ICONS[name] ?? name : english(name));

/** What people call a colour. */
export const colourTitle = (name: string, language: string): string => (name.startsWith("#") ? name : language === "zh" ? COLOURS[name] ?? name : english(name));
