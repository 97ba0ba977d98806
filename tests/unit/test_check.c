/* Check room: each finding by the smallest record that has it; what is in order
 * has none; safe edits change what they name and nothing else. */
#include "check/check.h"
#include "check/messages.h"
#include "record_help.h"
#include "style/catalogue.h"

typedef struct one {
	const char *name;
	const char *line; /* of the front matter, or NULL */
	const char *body;
	const char *code; /* NULL: nothing is found */
	const char *text; /* the edit's, or NULL */
} one;

static const one cases[] = {
    {"good_number", "number: 清政发〔2026〕3号", "各单位要加强领导，狠抓落实。", NULL, NULL},
    {"number_brackets", "number: 清政发[2026]3号", "正文。", "C101", "清政发〔2026〕3号"},
    {"number_round", "number: 清政发（2026）3号", "正文。", "C101", "清政发〔2026〕3号"},
    {"number_ordinal", "number: 清政发〔2026〕第3号", "正文。", "C102", "清政发〔2026〕3号"},
    {"number_zero", "number: 清政发〔2026〕03号", "正文。", "C103", "清政发〔2026〕3号"},
    {"number_form", "number: 清政发2026年3号", "正文。", "C104", NULL},
    {"number_year", "number: 清政发〔2025〕3号", "正文。", "C105", NULL},
    {"number_of_an_order", "number: 第3号", "正文。", NULL, NULL},
    {"print_date", "print_date: 2026-01-01", "正文。", "C111", NULL},
    {"no_such_day", NULL, "会议于2月30日召开，各单位参加。", "C112", NULL},
    {"day_with_zero", NULL, "会议于2026年07月03日召开，各单位参加。", "C113", "2026年7月3日"},
    {"day_run", NULL, "会议于1110日召开，各单位参加。", "C114", NULL},
    {"recipients_colon", "recipients: [各街道办事处：]", "正文。", "C121", "各街道办事处"},
    {"request_by_masthead", "mark: 区人民政府请示\ntitle: 关于资金的事项\nrecipients: [市人民政府, 市委]", "正文。",
     "C390", NULL},
    {"request_to_two", "title: 关于资金的请示\nrecipients: [区人民政府, 区委]", "正文。", "C390", NULL},
    {"request_to_one", "title: 关于资金的请示\nsigners: [苏晴]\nrecipients: [区人民政府]\ncopies_to: [区委]", "正文。",
     NULL, NULL},
    {"notice_to_two", "title: 关于资金的通知\nrecipients: [区民政局, 区教育局]\ncopies_to: [各镇]", "正文。", NULL,
     NULL},
    {"request_copied_below", "title: 关于资金的请示\ncopies_to: [区委, 各镇]", "正文。", "C391", NULL},
    {"emoji", NULL, "大家好👋🙏。", "C392", NULL},
    {"emoji_keycap", NULL, "第1️⃣项。", "C392", NULL},
    {"signs_of_forms", NULL, "电话☎，★，☑是。", NULL, NULL},
    {"title_end", "title: 关于开展检查的通知。", "正文。", "C131", "关于开展检查的通知"},
    {"title_mark", "title: 关于检查，整改的通知", "正文。", "C132", NULL},
    {"title_long",
     "title: "
     "关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于关于检查的通知",
     "正文。", "C133", NULL},
    {"title_kind", "title: 关于开展检查", "正文。", "C134", NULL},
    {"byline_in_title", "title: 本报讯（记者　乐怡）关于检查的通知", "正文。", "C380", NULL},
    {"day_after_title", "title: 关于检查的通知 2026年3月5日", "正文。", "C380", NULL},
    {"labels_in_title", "title: 索引号发布机构市民政局关于检查的通知", "正文。", "C380", NULL},
    {"day_in_title", "title: 关于2026年3月5日坍塌事故的通报", "正文。", NULL, NULL},
    {"day_in_organ", "issuers: [2026年3月5日清溪区教育局]", "正文。", "C381", NULL},
    {"sentence_in_organ", "signature: [清溪区教育局召开局长办公会议]", "正文。", "C381", NULL},
    {"mark_in_organ", "issuers: [快讯｜清溪镇]", "正文。", "C381", NULL},
    {"meeting_as_organ", "issuers: [区委改革委员会第6次会议]", "正文。", "C381", NULL},
    {"organs_of_meetings", "issuers: [安全生产联席会议, 市会议中心, 区第八届人民代表大会第六次会议]", "正文。", NULL,
     NULL},
    {"sentence_among_people", "meeting: {present: [局长 苏晴, 会议传达学习了有关文件]}", "正文。", "C382", NULL},
    {"groups_of_people", "meeting: {present: [主席会议成员, 列席会议的村民代表]}", "正文。", NULL, NULL},
    {"meeting_lacks_number", "meeting: {name: 主席会议}\ntitle: 关于召开区政协第九次主席会议的通知", "正文。", "C383",
     NULL},
    {"meeting_has_number", "meeting: {name: 第九次主席会议}\ntitle: 关于召开区政协第九次主席会议的通知", "正文。", NULL,
     NULL},
    {"meeting_number_apart", "meeting: {name: 主席会议, ordinal: 第九次}\ntitle: 关于召开区政协第九次主席会议的通知",
     "正文。", NULL, NULL},
    {"masthead_of_nobody", "mark: 会议纪要", "正文。", "C384", NULL},
    {"masthead_twice", "mark: 市政府市政府专题会议纪要", "正文。", "C385", NULL},
    {"sentence_as_meeting", "meeting: {name: 会议传达学习全省工作会议}", "正文。", "C386", NULL},
    {"signature_in_text", NULL, "各单位要加强领导。\n\n清溪区教育局\n\n2026年3月5日", "C387", NULL},
    {"signature_in_attachment",
     "attachments: [{title: 关于检查的意见, body: \"要加强领导。\\n清溪区教育局\\n二〇二六年三月五日\"}]", "正文。",
     "C387", NULL},
    {"signature_in_enclosed",
     "enclosed: [{title: 关于检查的意见, body: \"要加强领导。\\n清溪区教育局\\n2026年3月5日\"}]", "正文。", "C387",
     NULL},
    {"signature_before_note", NULL, "要加强领导。\n\n清溪区教育局\n\n2026年3月5日\n\n（联系人：何家铭）", "C387", NULL},
    {"signature_on_one_line", NULL, "要加强领导。\n\n清溪区教育局　　2026年3月5日", "C387", NULL},
    {"signature_with_month", NULL, "要加强领导。\n\n清溪区教育局\n\n2026年3月", "C387", NULL},
    {"signature_below_day", NULL, "要加强领导。\n\n2026年3月5日\n\n清溪区教育局", "C387", NULL},
    {"month_of_sentence", NULL, "要加强领导，完成时限：\n\n2026年3月", NULL, NULL},
    {"enclosed_with_its_fields",
     "enclosed: [{title: 关于检查的意见, title_note: \"市教育局\\n2026年3月5日\", body: 要加强领导。, date: "
     "2026-03-05}]",
     "活动时间：\n\n2026年3月5日至6月5日", NULL, NULL},
    {"meeting_named", "meeting: {name: 征求意见座谈会}", "正文。", NULL, NULL},
    {"title_in_order", "title: 关于印发《检查办法（试行）》的通知\nenclosed: 检查办法（试行）", "正文。", NULL, NULL},
    {"enclosed_none", "title: 关于印发《检查办法》的通知", "正文。", "C156", NULL},
    {"enclosed_as_attachment", "title: 关于印发《检查办法》的通知\nattachments: [检查办法]", "正文。", NULL, NULL},
    {"enclosed_differs", "title: 关于印发《检查办法》的通知\nenclosed: 检查方法", "正文。", "C157", NULL},
    {"enclosed_within", "title: 关于印发《贯彻〈条例〉办法》的通知\nenclosed: 贯彻《条例》办法", "正文。", NULL, NULL},
    {"enclosed_named_within", "title: 关于印发贯彻《检查条例》实施方案的通知", "正文。", NULL, NULL},
    {"enclosed_two", "title: 关于印发《甲办法》和《乙办法》的通知\nenclosed: [甲办法, 乙办法]", "正文。", NULL, NULL},
    {"enclosed_end", "enclosed: 检查办法。", "正文。", "C151", "检查办法"},
    {"secrecy_form", "secrecy: 保密\ncopy_number: 000001", "正文。", "C141", NULL},
    {"secrecy_star", "secrecy: 机密☆1年\ncopy_number: 000001", "正文。", "C142", "机密★1年"},
    {"secrecy_no_star", "secrecy: 机密 1年\ncopy_number: 000001", "正文。", "C142", "机密★1年"},
    {"secrecy_good", "secrecy: 机密★1年\ncopy_number: 000001", "正文。", NULL, NULL},
    {"secrecy_without_copy_number", "secrecy: 秘密", "正文。", "C143", NULL},
    {"copy_number", "copy_number: 12", "正文。", "C144", NULL},
    {"attachment_end", "attachments: [名单。]", "正文。", "C151", "名单"},
    {"attachment_book", "attachments: [《检查办法》]", "正文。", "C152", "检查办法"},
    {"attachment_number", "attachments: [1.名单]", "正文。", "C153", "名单"},
    {"attachment_typed", NULL, "正文。\n\n附件：名单", "C154", NULL},
    {"attachment_none", "attachments: [名单]", "填写附件3后报送。", "C155", NULL},
    {"attachment_there", "attachments: [名单]", "填写附件1后报送。", NULL, NULL},
    {"order_of_levels", NULL, "一、情况\n\n（1）甲乙丙丁。", "C201", NULL},
    {"two_levels_only", NULL, "一、情况\n\n1.甲乙丙丁。", NULL, NULL},
    {"heading_gap", NULL, "一、情况\n\n三、措施", "C202", NULL},
    {"heading_repeated", NULL, "一、情况\n\n二、问题\n\n二、措施", "C202", NULL},
    {"list_restarts", NULL, "主要问题有：\n\n1.甲。\n\n2.乙。\n\n今后要：\n\n1.丙。\n\n2.丁。", NULL, NULL},
    {"heading_first", NULL, "二、情况", "C203", NULL},
    {"sub_headings_begin_anew", NULL, "一、情况\n\n（一）甲\n\n（二）乙\n\n二、措施\n\n（一）丙", NULL, NULL},
    {"heading_mark", NULL, "1、加强领导。各单位要重视。", "C204", "1."},
    {"heading_ascii_bracket", NULL, "一、情况\n\n（一）甲\n\n1.乙\n\n(1)丙丁", "C204", "（1）"},
    {"heading_stop", NULL, "一、基本情况。\n\n全区情况良好。", "C205", ""},
    {"point_with_stop", NULL, "一、是否按时检修。\n\n二、是否建立台账。", NULL, NULL},
    {"bracket", NULL, "会议通过了《检查办法，各单位执行。", "C301", NULL},
    {"straight_quotes", NULL, "落实\"两个责任\"，加强领导。", "C302", "“"},
    {"mixed_quotes", NULL, "落实“两个责任”和「三张清单」。", "C303", NULL},
    {"ascii_mark", NULL, "会议指出,要加强领导。", "C304", "，"},
    {"ascii_in_latin", NULL, "时间为9:30，比例为1:3，网址为https://example.cn/a,b?c。Hello, world!", NULL, NULL},
    {"double_mark", NULL, "会议指出，，要加强领导。", "C305", "，"},
    {"space", NULL, "会议指出，要加强 领导，落实责任。", "C306", ""},
    {"width", NULL, "共有１２个单位参加，落实责任。", "C307", "12"},
    {"ellipsis", NULL, "会议指出...要加强领导。", "C308", "……"},
    {"ellipsis_twice", NULL, "会议听取了汇报…………要抓好落实，各单位要…………做好工作。", "C308", "……"},
    {"dash", NULL, "会议主题--加强领导。", "C309", "——"},
    {"cited_number", NULL, "根据清政发[2026]3号文件，加强领导。", "C310", NULL},
    {"radical", NULL, "⼈民政府要加强领导，落实责任。", "C311", "人"},
    {"full_stop", NULL, "会议指出，要加强领导。各单位要落实责任", "C321", NULL},
    {"list_of_names", NULL, "办公室、财政局、教育局、卫生局、民政局", NULL, NULL},
    {"open_end", NULL, "会议指出，各单位要加强组织领导，", "C322", NULL},
    {"unit", NULL, "全区共有3千多户居民，落实责任。", "C332", NULL},
    {"unit_of_measure", NULL, "重5千克，提高3个百分点，长2千米。", NULL, NULL},
    {"weekday", NULL, "请于本周（星期4）前报送材料。", "C333", NULL},
    {"lost", NULL, "会议指出，要加强\xEF\xBF\xBD领导。", "C341", NULL},
    {"line_end", "signature: [清溪区水务局。]", "正文。", "C135", "清溪区水务局"},
    {"line_without_end", "signature: [清溪区水务局]\nnote: 联系人：商陆，电话：0000-83000125", "正文。", NULL, NULL},
    {"copies_end", "send_to: [区委办公室；]", "正文。", "C121", "区委办公室"},
    {"point_by_letter", NULL, "主要做法有：\n\nA.加强领导，落实责任。", "C206", NULL},
    {"point_by_half_bracket", NULL, "主要做法有：\n\n1)加强领导，落实责任。", "C206", "（1）"},
    {"level_with_stop", NULL, "一。加强领导，落实责任。", "C206", "一、"},
    {"letter_of_a_list", "attachments: [{title: 名单, body: \"a）加强领导，落实责任。\"}]", "A.B.C公司和B类企业到会。",
     NULL, NULL},
    {"heading_repeated_one", NULL, "一、情况\n\n情况良好。\n\n一、措施\n\n措施有力。", "C202", NULL},
    {"articles_through_chapters", NULL, "第一章　总则\n\n一、甲。\n\n第二章　分则\n\n二、乙。", NULL, NULL},
    {"points_cited", NULL, "一、职责\n\n（一）（二）项规定的情形除外。\n\n其余照办。", NULL, NULL},
    {"last_point_above_text", NULL, "一、按时检修。\n\n二、建立台账。\n\n以上请执行。", NULL, NULL},
    {"between_books", NULL, "按照《甲办法》、《乙办法》执行。", "C312", ""},
    {"between_quotes", NULL, "落实“丙”、“丁”要求。", "C312", ""},
    {"between_with_remark", NULL, "按照《甲办法》（试行）、《乙办法》、《丙办法》执行。", NULL, NULL},
    {"between_after_and", NULL, "按照《甲》和“丙”、“丁”要求执行。", "C312", ""},
    {"between_pairs", NULL, "处理好“堵”与“疏”、“近”与“远”的关系。", NULL, NULL},
    {"between_with_more", NULL, "推行“甲乙”改革、“丙丁”、“戊己”监管，落实《甲》、“乙”。", NULL, NULL},
    {"between_unlike", NULL, "按照《甲办法》、“乙”行动和《丙办法》的要求执行。", NULL, NULL},
    {"nested_book", NULL, "印发《《戊》方案》。", "C313", "〈戊〉"},
    {"nested_quote", NULL, "要求“落实“双减”政策”。", "C313", "‘双减’"},
    {"nested_right", NULL, "印发《〈戊〉方案》和《贯彻〈己《庚》〉意见》，“落实‘双减’政策”。", NULL, NULL},
    {"etc_twice", NULL, "甲、乙、丙等等……都已到会。", "C314", "等等"},
    {"etc_after", NULL, "甲、乙、丙……等都已到会。", "C314", NULL},
    {"etc_once", NULL, "甲、乙……都已到会，他说“再等一等……”，丙、丁等等也已到会。", NULL, NULL},
    {"name_dot", NULL, "列奥纳多•达·芬奇到会。", "C315", "·"},
    {"name_dot_other", "signers: 买买提‧艾力", "正文。", "C315", "·"},
    {"name_dot_right", NULL, "列奥纳多·达·芬奇到会，“五·四”运动。", NULL, NULL},
    {"widths_differ", NULL, "（见《甲办法》第3条)已执行。", "C316", "）"},
    {"widths_agree", NULL, "按照Word(2016)和（试行）版本执行。", NULL, NULL},
    {"lone_quote", NULL, "落实双减\"政策。", "C301", NULL},
    {"inches", NULL, "配备55\"电视机一台。", NULL, NULL},
    {"foreign_quotes", NULL, "落实〝双减〞政策。", "C317", "“"},
    {"full_width_quotes", "title: 关于＂双减＂工作的通知", "正文。", "C317", "“"},
    {"quote_of_two_paragraphs", NULL, "“第一段说得很好。\n\n“第二段也说得很好。”", NULL, NULL},
    {"two_stops", NULL, "会议指出。，要加强领导。", "C318", NULL},
    {"two_strong_stops", NULL, "难道就不管了？！”他说：“要管！”", "C301", NULL},
    {"strong_stops", NULL, "难道就不管了？！要管！！", NULL, NULL},
    {"first_mark", NULL, "，各单位要加强领导。", "C319", NULL},
    {"ascii_stop", NULL, "会议指出.要加强领导。", "C320", NULL},
    {"ascii_point_right", NULL, "见附件.pdf，网址为www.example.cn，合格率为99.5%，Co., Ltd.也已到会。", NULL, NULL},
    {"sentence_without_end", NULL, "各街道要高度重视，切实加强组织领导，确保各项措施落到实处", "C321", NULL},
    {"line_that_is_no_sentence", NULL,
     "联系人：商陆，在岗时间为每日上午9时，要请假的按规定办\n\n第一批已建成的街道和社区名单", NULL, NULL},
    {"ordinal_mark", NULL, "要做到：第一、加强领导；第二、落实责任。", "C324", "，"},
    {"ordinal_list", NULL, "第一、第二季度和第一、二、三产业情况良好。首先，其次，都好。", NULL, NULL},
    {"digits_apart", NULL, "同意拨付1 2 0万元。", "C354", NULL},
    {"digits_of_a_label", NULL, "表1 20个街道情况\n\n附件2 5个镇名单\n\n具体情况见表1 2026年执行情况。", NULL, NULL},
    {"digits_apart_after_a_label", NULL, "表1 2 0个街道情况", "C354", NULL},
    {"digits_in_groups", NULL, "同意采购1 000吨和12 345 678件。", NULL, NULL},
    {"digits_apart_of_people", NULL, "代表1 20人参加。", "C354", NULL},
    {"letter_for_digit", NULL, "安排3OO万元。", "C355", NULL},
    {"letter_before_counter", NULL, "配备记录仪l86台。", "C355", NULL},
    {"letter_for_year", NULL, "于2O26年完成。", "C355", NULL},
    {"letter_for_month", NULL, "于2026年l2月完成。", "C355", NULL},
    {"letters_for_day", NULL, "于6月lO日完成。", "C355", NULL},
    {"other_sign_for_day", NULL, "于6月1曰完成。", "C355", NULL},
    {"letter_and_sign_for_day", NULL, "于6月l2曰完成。", "C355", NULL},
    {"said_is_no_day", NULL, "于6月通知曰：完成。", NULL, NULL},
    {"letter_in_number", NULL, "按照白政发〔2026〕l7号文件。", "C355", NULL},
    {"letters_of_words", NULL, "推广O2O模式，控制CO2和O3浓度。", NULL, NULL},
    {"letter_of_litre", NULL, "储水10l，涂I级漆。", NULL, NULL},
    {"comment_without_end", NULL, "正文<!-- 未完，金额不变。", "C356", NULL},
    {"entity", NULL, "版权&copy;归本市所有。", "C357", NULL},
    {"ampersand", NULL, "R&D投入增长；A&B项目已完成。", NULL, NULL},
    {"point_apart", NULL, "同意拨付98 .5万元。", "C354", NULL},
    {"point_between_blanks", NULL, "同意拨付3 . 1万元。", "C354", NULL},
    {"digits_of_a_telephone", NULL, "电话139 0000 0000。", NULL, NULL},
    {"word_twice", NULL, "关于关于做好工作的事，已办。", "C325", "关于"},
    {"word_twice_right", NULL, "达到目的的单位，要研究研究，的的确确。", NULL, NULL},
    {"per_cent_han", NULL, "完成百分之5，增长五%。", "C331", NULL},
    {"per_cent", NULL, "完成百分之五，增长5%，提高5个百分点。", NULL, NULL},
    {"per_cent_wide", NULL, "增长了5％。", "C307", "%"},
    {"zero", NULL, "二○二六年和二O二五年。", "C342", "二〇二六"},
    {"zero_word", NULL, "二零二六年完成。", "C342", "二〇二六"},
    {"zero_right", NULL, "二〇二六年和一百零五年，○为选中。", NULL, NULL},
    {"short_year", NULL, "26年3月完成任务。", "C343", "2026年3月"},
    {"long_year", NULL, "2026年3月完成，共15年6个月，第26年3月。", NULL, NULL},
    {"range_tilde", NULL, "用时3~5天完成。", "C344", "～"},
    {"range_of_thousands", NULL, "费用1,000~2,000元。", "C344", "～"},
    {"range_hyphen", NULL, "增长10%-20%，用时3-5天。", "C344", "～"},
    {"range_of_days", NULL, "3月5-7日召开会议。", "C344", "—"},
    {"range_right", NULL,
     "用时3～5天，2024—2026年，电话0000-83000125，GB/T 9704-2012，2026-03-05，3-2号楼，第1-1号，表3-2个体户，比分3-1。",
     NULL, NULL},
    {"range_short", NULL, "增长15～30%。", "C352", "15%～30%"},
    {"range_short_hyphen", NULL, "投资3-5万元。", "C352", "3万～5万"},
    {"range_full", NULL, "增长15%～30%，投资3万元～5万元，共3～5个。", NULL, NULL},
    {"time_colon", NULL, "会议定于14：30召开。", "C345", ":"},
    {"time_after_dash", NULL, "时间9:00——11：30。", "C345", ":"},
    {"time_after_label", NULL, "时间：9：00。", "C345", ":"},
    {"ratio_after_label", NULL, "水灰配比：1：20。", NULL, NULL},
    {"time_after_time", NULL, "会议定于上午9:00报到，下午2：30召开。", "C345", ":"},
    {"address_is_left", NULL, "网址为http://a.example.cn/x__y?a=1~2&b=XX&c=3KM，邮箱为a__b@example.cn。", NULL, NULL},
    {"time_right", NULL, "会议定于14:30召开，比例为1：30，配比10：20，理由：30人参加。", NULL, NULL},
    {"unit_symbol", NULL, "面积120M2，长3KM。", "C346", "m²"},
    {"unit_right", NULL, "面积120m²，长3km，功率100kW，型号A3KM和5KW-1，5G，8K，4MB，XM2。", NULL, NULL},
    {"weekday_differs", NULL, "定于2026年3月5日（星期一）召开。", "C347", NULL},
    {"weekday_right", NULL, "定于2026年3月5日（星期四）召开，3月6日周五结束，周一至周五上班。", NULL, NULL},
    {"weekday_of_no_year", NULL, "定于3月5日（星期一）召开。", "C348", NULL},
    {"weekday_of_next_year", "date: 2026-12-28", "定于1月5日（星期二）召开。", NULL, NULL},
    {"placeholder", NULL, "请××局、XX科落实。", "C349", NULL},
    {"placeholder_title", "title: 关于××工作的通知", "正文。", "C349", NULL},
    {"placeholder_day", NULL, "会议于×月×日召开。", "C349", NULL},
    {"placeholder_words", NULL, "地点为一楼（待定）。", "C349", NULL},
    {"placeholder_blank", "signature: [____局]", "正文。", "C349", NULL},
    {"placeholder_code", NULL,
     "TO"
     "DO：补充数据。",
     "C349", NULL},
    {"placeholder_begins", NULL, "集中宣传（此处可补充具体地点）。", "C349", NULL},
    {"placeholder_square", NULL, "联系人：[姓名]。", "C349", NULL},
    {"placeholder_lenticular", "title: 关于【节日名称】值班工作的通知", "正文。", "C349", NULL},
    {"placeholder_pointed", NULL, "邮箱：<请填写>。", "C349", NULL},
    {"placeholder_alone", "recipients: [（主送机关）]", "正文。", "C349", NULL},
    {"placeholder_phone", NULL, "电话：138XXXXXXXX。", "C349", NULL},
    {"withheld_name_or_not", "title: 关于××的通知", "正文。", "C349", NULL},
    {"no_placeholder_brackets", NULL,
     "【时间】2026年10月1日，清政发〔2026〕1号（市直单位）报送统计表（单位名称、地址）。", NULL, NULL},
    {"no_placeholder", "attachments: [{title: 申请表, body: \"姓名____，电话____。\"}]",
     "当事人张××（138××××1234）、某某县，5×8米，XXL号，二〇〇八年，时间待定。", NULL, NULL},
    {"grouping", NULL, "总额1,000,000元，其中2 000 000元已到位。", "C350", NULL},
    {"grouping_one", NULL, "总额1,000,000元，其中2,000元已到位，电话400 830 1234。", NULL, NULL},
    {"grouping_wide", NULL, "总额1，000，000元。", "C351", "1,000,000"},
    {"grouping_list", NULL, "编号为1，200，其中有3，300人。", NULL, NULL},
    {"said_twice", NULL, "共约100人左右到会。", "C353", NULL},
    {"said_once", NULL, "共约100人到会，左右两侧各50人左右，近5年超过3000人。", NULL, NULL},
    {"recipients_ascii", "recipients: [\"各街道(镇)\"]", "正文。", "C304", "（"},
    {"note_ascii", "note: \"联系人:商陆\"", "正文。", "C304", "："},
    {"person_ascii", "meeting: {absent: [何田(病假)]}", "正文。", "C304", "（"},
    {"decision_ascii", "meeting: {agenda: [{topic: 防汛, decisions: [{text: \"同意,照办。\"}]}]}", "正文。", "C304",
     "，"},
    {"item_ascii", "items: [{title: \"甲(试行)工作\", body: 正文。}]", "正文。", "C304", "（"},
    {"table_ascii", "attachments: [{title: 表, body: [{table: {title: \"表(一)\", rows: [[甲, 乙]]}}]}]", "正文。",
     "C304", "（"},
    {"codes_are_left", "archive: {fonds: \"X(1),号\"}\nseal: [\"章(1),甲.png\"]", "正文。", NULL, NULL},
    {"title_over_lines", "title: [关于印发《检查, 办法》的通知]\nenclosed: 检查办法", "正文。", NULL, NULL},
    {"name_differs", "meeting: {present: [{name: 於朝勇, office: 副主席}]}", "副主席于朝勇出席会议并讲话。", "C171",
     NULL},
    {"another_name", "meeting: {present: [{name: 於朝勇, office: 副主席}]}", "副主席何大明出席会议并讲话。", NULL,
     NULL},
};

#define N_CASES (sizeof cases / sizeof *cases)

/* Does the line give the field? */
static bool gives(const char *line, const char *field)
{
	const char *at = strstr(line, field);
	return at && (at == line || at[-1] == '\n');
}

static void make_record(const one *c, ht_buf *out)
{
	const char *line = c->line ? c->line : "";
	ht_buf_adds(out, "---\n");
	if (!gives(line, "title:"))
		ht_buf_adds(out, "title: 关于开展检查的通知\n");
	if (!strstr(line, "number: 清") && !strstr(line, "number: 第"))
		ht_buf_adds(out, "number: 清政发〔2026〕3号\n");
	if (!strstr(line, "recipients:"))
		ht_buf_adds(out, "recipients: [各街道办事处]\n");
	if (!gives(line, "date:"))
		ht_buf_adds(out, "date: 2026-07-23\n");
	if (!gives(line, "issuers:"))
		ht_buf_adds(out, "issuers: 清溪区人民政府\n");
	ht_buf_addf(out, "%s\n---\n%s\n", line, c->body);
}

static ht_findings *find(const ht_buf *record)
{
	ht_findings *findings = ht_findings_new();
	outcome o = parse_bytes(HT_FORMAT_MARKDOWN, record->data, record->len);
	assert_non_null(findings);
	if (o.status != HT_OK)
		fail_msg("%s", o.text.data);
	static const char own[] = "styles";
	static const char *const dirs[] = {own, NULL};
	static const ht_style_dirs where = {.dirs = dirs, .built_in = own};
	ht_catalogue *forms;
	assert_int_equal(ht_catalogue_open(&where, NULL, 0, NULL, &forms), HT_OK);
	const ht_value *form = ht_group_find(&o.record->root, "form");
	const ht_form *of = ht_catalogue_form(forms, form ? form->choice->en : NULL);
	assert_int_equal(ht_check_record(o.record, of, true, findings), HT_OK);
	ht_catalogue_free(forms);
	outcome_free(&o);
	return findings;
}

static void check_case(void **state)
{
	const one *c = *state;
	ht_buf record = {0}, text = {0};
	make_record(c, &record);
	ht_findings *findings = find(&record);
	size_t n;
	const ht_finding *list = ht_findings_list(findings, &n);
	assert_true(ht_findings_write(findings, HT_REPORT_TEXT, HT_LEVEL_NOTE, "0", &text));
	if (!c->code && n)
		fail_msg("nothing expected, found %s", text.data);
	bool found = !c->code;
	for (size_t i = 0; i < n; i++) {
		if (!c->code || strcmp(list[i].code->code, c->code) != 0)
			continue;
		found = true;
		if (c->text)
			assert_string_equal(list[i].edit.text, c->text);
		break;
	}
	if (!found)
		fail_msg("%s expected, found %s", c->code, text.data ? text.data : "nothing");
	ht_findings_free(findings);
	ht_buf_free(&record);
	ht_buf_free(&text);
}

/* ---- edits ---- */

static void fixes_are_applied(void **state)
{
	(void)state;
	static const char before[] = "---\nnumber: 清政发[2026]第03号\ntitle: "
	                             "关于检查的通知。\n---\n会议指出,要落实\"两个责任\"(见附表)。\n1、甲乙丙。\n";
	static const char after[] = "---\nnumber: 清政发〔2026〕3号\ntitle: "
	                            "关于检查的通知\n---\n会议指出，要落实“两个责任”（见附表）。\n1.甲乙丙。\n";
	ht_buf in = {0}, out = {0}, changes = {0};
	size_t n;
	ht_buf_adds(&in, before);
	ht_findings *findings = find(&in);
	assert_int_equal(ht_findings_fix(findings, "f", in.data, in.len, 1, &out, &changes, &n), HT_OK);
	assert_string_equal(out.data, after);
	assert_int_equal(n, 8);
	assert_non_null(strstr(changes.data, "-title: 关于检查的通知。\n+title: 关于检查的通知\n"));
	ht_findings_free(findings);
	findings = find(&out);
	ht_buf again = {0};
	ht_buf_free(&changes);
	assert_int_equal(ht_findings_fix(findings, "f", out.data, out.len, 1, &again, &changes, &n), HT_OK);
	assert_int_equal(n, 0);
	assert_string_equal(again.data, after);
	ht_findings_free(findings);
	ht_buf_free(&in);
	ht_buf_free(&out);
	ht_buf_free(&again);
	ht_buf_free(&changes);
}

/* Text that is not in the source as it was read stays untouched. */
static void escaped_text_is_left(void **state)
{
	(void)state;
	static const char source[] = "---\ntitle: \"关于检查\\u7684通知。\"\n---\n正文。\n";
	ht_buf in = {0}, out = {0}, changes = {0};
	size_t n;
	ht_buf_adds(&in, source);
	ht_findings *findings = find(&in);
	assert_true(ht_findings_count(findings, HT_LEVEL_WARNING) > 0);
	assert_int_equal(ht_findings_fix(findings, "f", in.data, in.len, 1, &out, &changes, &n), HT_OK);
	assert_int_equal(n, 0);
	assert_string_equal(out.data, source);
	ht_findings_free(findings);
	ht_buf_free(&in);
	ht_buf_free(&out);
	ht_buf_free(&changes);
}

/* JSON and SARIF are JSON: our own reader takes them. */
static void reports_are_json(void **state)
{
	(void)state;
	static const ht_report_format formats[] = {HT_REPORT_JSON, HT_REPORT_SARIF};
	ht_buf in = {0};
	ht_buf_adds(&in, "---\ntitle: \"关于\\\\检查的\\\"通知。\"\n---\n会议指出,要加强领导。\n");
	ht_findings *findings = find(&in);
	for (size_t i = 0; i < 2; i++) {
		ht_buf out = {0};
		ht_arena *arena = ht_arena_new();
		ht_node *node = NULL;
		assert_true(ht_findings_write(findings, formats[i], HT_LEVEL_NOTE, "1.0", &out));
		assert_int_equal(ht_node_parse(arena, out.data, out.len, "f", 1, HT_SYNTAX_JSON, NULL, &node), HT_OK);
		if (formats[i] == HT_REPORT_SARIF) {
			assert_string_equal(ht_node_get(node, "version")->text, "2.1.0");
			const ht_node *run = ht_node_get(node, "runs")->items[0];
			assert_int_equal(ht_node_get(run, "results")->n, ht_findings_count(findings, HT_LEVEL_NOTE));
			assert_true(ht_node_get(ht_node_get(ht_node_get(run, "tool"), "driver"), "rules")->n > 1);
		} else {
			assert_int_equal(node->n, ht_findings_count(findings, HT_LEVEL_NOTE));
			assert_non_null(ht_node_get(node->items[0], "message"));
		}
		ht_arena_free(arena);
		ht_buf_free(&out);
	}
	ht_findings_free(findings);
	ht_buf_free(&in);
}

static void places_are_exact(void **state)
{
	(void)state;
	ht_buf in = {0};
	size_t n;
	ht_buf_adds(&in, "---\ntitle: 关于检查的通知\n---\n各单位**要加强领导**,狠抓落实。\n");
	ht_findings *findings = find(&in);
	const ht_finding *list = ht_findings_list(findings, &n);
	bool found = false;
	for (size_t i = 0; i < n; i++)
		if (list[i].code == HT_D_CHECK_PUNCT_ASCII) {
			assert_place(list[i].loc, 4, 13);
			found = true;
		}
	assert_true(found);
	ht_findings_free(findings);
	ht_buf_free(&in);
}

int main(void)
{
	static struct CMUnitTest tests[N_CASES + 4];
	static one copies[N_CASES];
	for (size_t i = 0; i < N_CASES; i++) {
		copies[i] = cases[i];
		tests[i] = (struct CMUnitTest){cases[i].name, check_case, NULL, NULL, &copies[i]};
	}
	tests[N_CASES] = (struct CMUnitTest)cmocka_unit_test(fixes_are_applied);
	tests[N_CASES + 1] = (struct CMUnitTest)cmocka_unit_test(escaped_text_is_left);
	tests[N_CASES + 2] = (struct CMUnitTest)cmocka_unit_test(reports_are_json);
	tests[N_CASES + 3] = (struct CMUnitTest)cmocka_unit_test(places_are_exact);
	return _cmocka_run_group_tests("check: findings", tests, N_CASES + 4, NULL, NULL);
}
