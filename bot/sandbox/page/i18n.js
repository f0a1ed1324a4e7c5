/**
 * The page's own words in English and Chinese. What the bot says is the bot's matter.
 */

const KEY = "huiyin.language";

/** English text to its Chinese. @type {Record<string, string>} */
const ZH = {
  "A town to try Huiyin in": "试用回音的小镇",
  "Town time": "小镇时间",
  "The bot is starting. What you send now it answers in a moment.": "机器人正在启动，现在发送的内容马上会得到回复。",
  "1 hour": "1 小时",
  "1 day": "1 天",
  "Move the town’s time on by {span}": "把小镇时间拨快{span}",
  "Next due": "下一项到期",
  "Nothing is due": "暂无到期事项",
  "What fell due is being done…": "正在处理到期事项……",
  "A message has at most {n} characters; this one has {length}.": "一条消息最多 {n} 个字符；这一条有 {length} 个。",
  "Go to the next due thing: {what}": "跳到下一项到期：{what}",
  "a reminder of a question": "提醒回答追问",
  "the end of waiting for an answer": "等待回答到期",
  "a reminder to rate": "提醒评价",
  "the end of a rating": "评价到期",
  "a reminder of a case": "催办提醒",
  "due days that are days off now move on": "到期日遇休息日顺延",
  "a reminder of a request for more time": "提醒决定延期申请",
  "a reminder of a draft": "草稿提醒",
  "a morning digest": "晨间摘要",
  "a look at the year’s list of holidays": "查看年度放假安排",
  "a reminder of a reception day": "接待日提醒",
  "who came to a reception day": "接待日出席情况",
  "the next reception days are planned": "安排后续接待日",
  "Time really moves here: what falls due is really done, reminders included.":
    "时间真的会走：到期的事情会真的发生，提醒也会发出。",
  "The town’s time is now {when}. What fell due is being done.": "小镇时间现在是 {when}。到期的事情正在执行。",
  "Light or dark": "浅色或深色",
  中文: "English",
  "Try faults": "模拟故障",
  Phones: "手机",
  Messages: "消息",
  Start: "开始",
  "This is {name}’s phone. Press Start to meet the bot.": "这是{name}的手机。按“开始”认识一下机器人。",
  Message: "输入消息",
  Caption: "添加说明",
  Send: "发送",
  Attach: "附件",
  Commands: "命令",
  "Show the keyboard": "显示键盘",
  "Hide the keyboard": "收起键盘",
  "More about this chat": "更多",
  "Open the desk as {name}": "以{name}的身份打开工作台",
  "Choose another person": "换一个人",
  Reply: "回复",
  Edit: "编辑",
  "Copy text": "复制文字",
  Copied: "已复制",
  "Copying is not allowed here; the text is: {text}": "这里不能复制，文字是：{text}",
  Close: "关闭",
  Cancel: "取消",
  OK: "好",
  Actions: "操作",
  "Replying to {name}": "回复 {name}",
  Editing: "正在编辑",
  edited: "已编辑",
  Today: "今天",
  Yesterday: "昨天",
  "{count} new": "{count} 条新消息",
  "To the newest message": "到最新消息",
  "Earlier messages": "更早的消息",
  "{name} is typing": "{name} 正在输入",
  "{name} is sending a file": "{name} 正在发送文件",
  "{count} unread": "{count} 条未读",
  "Block the bot": "屏蔽机器人",
  "Unblock the bot": "解除屏蔽",
  "You have blocked the bot. It can no longer write here.": "你已屏蔽机器人，它无法再给你发消息。",
  "People of the town": "小镇居民",
  "Search by name or role": "按姓名或身份查找",
  "Nobody of that name. Try fewer letters, or add a new person below.": "没有找到。少输几个字试试，或在下面添加新人。",
  "on a phone here": "已在屏幕上",
  "A new person": "新来的人",
  Name: "姓名",
  Language: "语言",
  "Add and open": "添加并打开",
  Photos: "照片",
  "Choose one or several; several go as an album.": "可选一张或多张；多张会作为相册发送。",
  "From this computer": "从本机选择",
  "Send {count}": "发送 {count} 张",
  "Voice message": "语音",
  "A sample of {seconds} seconds": "{seconds} 秒示例",
  Play: "播放",
  Pause: "暂停",
  Document: "文件",
  "A sample: {name}": "示例：{name}",
  Location: "位置",
  "Where are you?": "你在哪里？",
  Latitude: "纬度",
  Longitude: "经度",
  "Send this point": "发送此位置",
  Contact: "名片",
  "Share your phone number?": "分享你的电话号码？",
  "The bot asks for the phone number of {name}.": "机器人请求{name}的电话号码。",
  Share: "分享",
  Pothole: "坑洼路面",
  "Street lamp": "路灯不亮",
  Rubbish: "垃圾堆积",
  "Flooded road": "道路积水",
  "Bus stop": "公交站",
  Playground: "游乐场",
  Download: "下载",
  Picture: "图片",
  Video: "视频",
  Sticker: "贴纸",
  "Hidden text, press to show": "隐藏文字，点按显示",
  "Show all": "展开",
  "Show less": "收起",
  "This button opens something the sandbox does not have.": "沙盒里没有这个按钮要打开的东西。",
  "The sandbox does not answer. Is it still running? Trying again…": "沙盒没有响应，还在运行吗？正在重试……",
  "The sandbox answers again.": "沙盒已恢复。",
  "Telegram on a bad day": "Telegram 不顺的时候",
  "What the bot should live through. Nothing leaves this computer.": "看看机器人能否应付。一切都只在本机发生。",
  "Slow answers": "响应缓慢",
  "seconds before each answer": "每次响应前的秒数",
  "Too many requests (429)": "请求过多（429）",
  "next calls refused": "接下来要拒绝的调用数",
  "Server errors (5xx)": "服务器错误（5xx）",
  "next calls failing": "接下来要失败的调用数",
  Apply: "应用",
  "All well again": "恢复正常",
  "Applied.": "已应用。",
  "To block the bot as one person, use the menu of that person’s phone.":
    "要以某个人屏蔽机器人，请用那部手机上的菜单。",
  constituents: "选民",
  representatives: "人大代表",
  staff: "工作人员",
  units: "承办单位",
  newcomers: "新来的人",
  "Message deleted": "消息已删除",
  Forwarded: "转发",
  Poll: "投票",
  "Unsupported message": "不支持的消息",
};

const known = ["en", "zh"];
const stored = localStorage.getItem(KEY) ?? "";
export const language = known.includes(stored) ? stored : navigator.language.startsWith("zh") ? "zh" : "en";
export const locale = language === "zh" ? "zh-CN" : "en-GB";

/**
 * @param {string} text English text, with `{name}` for what `values` holds
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(text, values = {}) {
  const words = (language === "zh" && ZH[text]) || text;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Changes to the other language and loads the page anew. */
export function toggleLanguage() {
  localStorage.setItem(KEY, language === "zh" ? "en" : "zh");
  location.reload();
}

/**
 * The language's own name, as a person reads it in their settings.
 * @param {string} code @returns {string}
 */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
