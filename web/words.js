// The page's words in its two languages. What the server says comes in the language that is asked for.

const words = {
	name: ["红头公文", "Hongtou"],
	tools: ["工具", "Tools"],
	record: ["编写", "Record"],
	faces: ["编写方式", "Ways to write"],
	form: ["表单", "Form"],
	text: ["文本", "Text"],
	completion: ["可以填写的内容", "What may be written here"],
	formName: ["格式", "Form of document"],
	formNone: ["（未定）", "(not given)"],
	divider: ["左右宽度", "Width of the two sides"],
	pages: ["成文页面", "Finished pages"],
	view: ["页面显示", "View"],
	findings: ["检查结果", "Findings"],
	findingsNone: ["没有问题", "nothing to mend"],
	errors: ["{0} 处错误", "{0} errors"],
	warnings: ["{0} 处提醒", "{0} warnings"],
	notes: ["{0} 处说明", "{0} notes"],
	error: ["错误", "error"],
	warning: ["提醒", "warning"],
	note: ["说明", "note"],
	fold: ["收起", "Fold"],
	unfold: ["展开", "Unfold"],
	fix: ["修正", "Mend"],
	fixAll: ["全部修正", "Mend all that is certain"],
	fixTo: ["“{0}”改为“{1}”", "“{0}” becomes “{1}”"],
	fixInsert: ["加上“{0}”", "“{0}” is added"],
	fixDelete: ["删去“{0}”", "“{0}” is deleted"],
	fixed: ["已修正，可用“撤销”恢复", "Mended; “Undo” takes it back"],
	older: ["正文正在修改，页面是上一次的样子", "The text has an error just now: these pages are of before"],
	importing: ["导入", "Import"],
	create: ["新建", "New"],
	open: ["打开", "Open"],
	save: ["保存", "Save"],
	undo: ["撤销", "Undo"],
	redo: ["重做", "Redo"],
	download: ["其他格式", "Other formats"],
	print: ["打印", "Print"],
	language: ["English", "中文"],
	pdf: ["下载 PDF", "PDF"],
	docx: ["DOCX（Word、WPS）", "DOCX (Word, WPS)"],
	odt: ["ODT（LibreOffice）", "ODT (LibreOffice)"],
	ofd: ["OFD（版式公文）", "OFD (fixed layout)"],
	png: ["PNG（图片）", "PNG (pictures)"],
	source: ["记录文本", "Text of the record"],
	startTitle: ["粘贴会议材料，或把文件拖到这里", "Paste the text, or drop the file here"],
	startHelp: ["聊天记录、会议记录、Word、WPS、PDF、网页文字都可以", "A chat, minutes, Word, WPS, PDF, a web page: any text will do"],
	startPaste: ["材料文字", "The text"],
	recognise: ["识别", "Recognise"],
	chooseFile: ["选择文件…", "Choose a file …"],
	startNew: ["或者新建一份空白文件：", "Or begin an empty document:"],
	startBack: ["继续上次的草稿", "Go on with the draft"],
	importTitle: ["识别结果", "What was recognised"],
	importSource: ["原文（颜色表示识别为什么）", "The source (colours: what it was taken for)"],
	importResult: ["得到的内容", "What it became"],
	importAs: ["作为", "As"],
	importAuto: ["自动识别：{0}", "recognised: {0}"],
	importTake: ["采用", "Take it"],
	importReplaces: ["采用后替换当前内容，可用“撤销”恢复", "Taking it replaces what is here; “Undo” brings that back"],
	importLeft: ["略去的内容", "What is left out"],
	importSaid: ["识别时的改动和提醒", "Changes and warnings"],
	cancel: ["取消", "Cancel"],
	close: ["关闭", "Close"],
	dropHere: ["松开鼠标，导入这个文件", "Drop it to import it"],
	working: ["正在处理…", "Working …"],
	saved: ["已保存 {0}", "Saved {0}"],
	draftKept: ["草稿已保留", "Draft kept"],
	draftBack: ["已恢复上次没有保存的草稿", "The unsaved draft is back"],
	fieldsMore: ["更多要素", "More fields"],
	fieldsOther: ["此格式不印的要素", "Fields that this form does not print"],
	required: ["必填", "required"],
	add: ["添加", "Add"],
	addOne: ["添加一项", "Add one"],
	removeIt: ["删除", "Remove"],
	up: ["上移", "Up"],
	down: ["下移", "Down"],
	addChip: ["输入后按回车", "Type, then Enter"],
	peopleHelp: ["每行一人或一组：姓名 职务；或 职务：姓名、姓名", "One a line: name office; or office：name、name"],
	pickDate: ["日历", "Calendar"],
	inText: ["含表格等内容，请在“文本”中修改", "Holds tables and the like: change it in “Text”"],
	goText: ["到文本", "To the text"],
	notEditable: ["文本有错误，改正后表单才能继续填写", "The text has an error; mend it, then the form goes on"],
	cannotEdit: ["这一处不能用表单修改，请在“文本”中修改", "This cannot be changed in the form; change it in “Text”"],
	page: ["第 {0} 页", "Page {0}"],
	pageOf: ["共 {0} 页", "{0} pages"],
	zoomIn: ["放大", "Larger"],
	zoomOut: ["缩小", "Smaller"],
	fitWidth: ["适合宽度", "Fit the width"],
	fitPage: ["整页", "Whole page"],
	two: ["双页", "Two pages"],
	thumbs: ["缩略图", "Thumbnails"],
	noPages: ["填写后，这里出现成文页面", "The finished pages appear here"],
	openTitle: ["打开文件", "Open a record"],
	search: ["查找", "Search"],
	noRecords: ["没有文件", "No records"],
	saveAs: ["文件名", "File name"],
	saveTitle: ["保存到", "Save as"],
	conflictTitle: ["文件已被别人改动", "The file was changed meanwhile"],
	conflictHelp: ["左边是现在文件里的，右边是您的。", "Left: what the file has now; right: yours."],
	keepMine: ["用我的覆盖", "Replace it by mine"],
	takeTheirs: ["放弃我的，用文件里的", "Drop mine, take the file's"],
	saveOther: ["另存为…", "Save under another name …"],
	exists: ["已有同名文件", "There is a file of this name"],
	versions: ["历史版本", "Versions"],
	restore: ["取回这一版", "Take this version"],
	loginTitle: ["请登录", "Please log in"],
	loginPassword: ["密码", "Password"],
	loginTicket: ["这个页面的入场链接已用过或过期。请重新运行 hongtou serve，用新的链接打开。", "The link of this page was used, or is too old. Start hongtou serve again and open its new link."],
	login: ["登录", "Log in"],
	lost: ["连不上服务程序，正在重试…", "The server does not answer; trying again …"],
	failed: ["没有成功：{0}", "Failed: {0}"],
	notMade: ["文件没有生成", "No file was made"],
	unsaved: ["未保存", "not saved"],
	table: ["表格", "Table"],
	tableN: ["编辑表格 {0}", "Edit table {0}"],
	tableHelp: ["第一行是表头。可以从电子表格复制单元格，粘贴到这里；^^ 与上格合并，<< 与左格合并。", "The first row is the head. Cells of a spreadsheet can be pasted; ^^ joins with the cell above, << with that at the left."],
	addRow: ["加一行", "Add a row"],
	addColumn: ["加一列", "Add a column"],
	removeColumn: ["删最后一列", "Remove the last column"],
	removeRow: ["删除第 {0} 行", "Remove row {0}"],
	cell: ["第 {0} 行第 {1} 列", "row {0}, column {1}"],
	done: ["完成", "Done"],
	office: ["单位设置", "Office"],
	officeTitle: ["单位设置（office.yaml）", "Office settings (office.yaml)"],
	officeHelp: ["写一次，各件公文都用。记录中自己写了的，以记录为准。", "Said once for all documents. What a record says itself goes first."],
	office_issuers: ["发文机关", "Issuers"],
	office_mark: ["公文的发文机关标志", "Masthead of documents"],
	"office_mark-minutes": ["纪要的标志", "Masthead of minutes"],
	"office_mark-letter": ["信函的标志", "Masthead of letters"],
	office_printed_by: ["印发机关", "Printed by"],
	office_editor: ["简报编辑单位", "Office that edits bulletins"],
	office_number: ["发文字号，每行一种：机关代字 用于 已用至", "Series of numbers, one a line: code, for, last used"],
	office_bulletins: ["简报，每行一种：名称 已出至", "Bulletins, one a line: name, last issue"],
	office_organs: ["收文机关，按排列次序，每行一个", "Organs in order of precedence, one a line"],
	office_people: ["人员，按排列次序，每行一人：姓名 职务 单位", "People in order of precedence, one a line: name, office, unit"],
	officeIn: ["读入名录（CSV、XLSX）…", "Take names from CSV or XLSX …"],
	officeOut: ["名录存为CSV", "Save the names as CSV"],
	takeNumber: ["取号 {0}", "Take {0}"],
	inOrder: ["按名录排序", "In order of precedence"],
	addPerson: ["从名录添加人员", "Add from the name book"],
	noEditor: ["服务器上没有安装 libjs-codemirror，页面无法使用。请管理员安装后刷新。", "The server lacks libjs-codemirror: install it, then reload."],
};

let language = 0;

export function setLanguage(name) {
	language = name === "en" ? 1 : 0;
	document.documentElement.lang = language ? "en" : "zh-CN";
}

export function languageName() {
	return language ? "en" : "zh-CN";
}

/** What a form, a field or a choice is called in it. */
export function nameOf(thing) {
	return language ? thing.name : thing.zh;
}

/** A text in the language, {0} {1} replaced. */
export function say(key, ...args) {
	const text = words[key] ? words[key][language] : key;
	return text.replace(/\{(\d)\}/g, (_, i) => args[i]);
}

/** Put the words of all elements that ask for one. */
export function sayAll(root = document) {
	for (const e of root.querySelectorAll("[data-say]"))
		e.textContent = say(e.dataset.say);
	for (const e of root.querySelectorAll("[data-label]"))
		e.setAttribute("aria-label", say(e.dataset.label));
}
