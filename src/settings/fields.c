/* The field table of office settings: names, types and what they are, as record/fields.c has those of records. */
#include "base/intl.h"
#include "settings/settings.h"

#define END                                                                                                            \
	{                                                                                                              \
		.name = NULL                                                                                           \
	}

static const ht_field mark_fields[] = {
    {"text", "标志", "文字", HT_TYPE_TEXT, "7.2.4", NULL, NULL, N_("The masthead.")},
    {"form", "格式", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("The form whose documents have it; 公文 if not given.")},
    END,
};

static const ht_field number_fields[] = {
    {"code", "机关代字", "代字", HT_TYPE_TEXT, "7.2.5", NULL, NULL, N_("What comes before the year: 国办发.")},
    {"for", "用于", "文种|格式", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("Kinds of document and forms that have their numbers from this series; all kinds, if not given.")},
    {"last", "已用至", "已编至", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("The last number that was given before, with its year: 〔2026〕12号.")},
    END,
};

static const ht_field bulletin_fields[] = {
    {"mark", "名称", "报头|发文机关标志", HT_TYPE_TEXT, NULL, NULL, NULL, N_("The bulletin's masthead.")},
    {"last", "已出至", "已编至", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("The last issue that was published before, with its year: 2026年第12期.")},
    END,
};

static const ht_field seal_fields[] = {
    {"file", "图片", "文件", HT_TYPE_TEXT, "7.3.5.1", NULL, NULL, N_("The picture's file, beside the settings.")},
    {"organ", "机关", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Whose seal it is; records name it by that.")},
    END,
};

static const ht_field settings_fields[] = {
    {"issuers", "发文机关", NULL, HT_TYPE_TEXTS, "7.2.4", NULL, NULL, N_("The organs that issue the documents.")},
    {"mark", "发文机关标志", NULL, HT_TYPE_GROUPS, "7.2.4", mark_fields, NULL, N_("Mastheads, by form.")},
    {"printed_by", "印发机关", NULL, HT_TYPE_TEXT, "7.4.3", NULL, NULL, N_("The office that prints and sends them.")},
    {"editor", "编辑单位", "主办单位", HT_TYPE_TEXT, NULL, NULL, NULL, N_("The office that edits the bulletins.")},
    {"style", "样式表", "默认样式", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("Style sheets that records of their forms are made with.")},
    {"number", "发文字号", "字号", HT_TYPE_GROUPS, "7.2.5", number_fields, NULL, N_("Series of document numbers.")},
    {"bulletins", "简报", NULL, HT_TYPE_GROUPS, NULL, bulletin_fields, NULL,
     N_("Bulletins, whose issues are numbered by the year.")},
    {"seal", "印章", NULL, HT_TYPE_GROUPS, "7.3.5.1", seal_fields, NULL, N_("Seals, by organ.")},
    {"organs", "机关名录", "单位名录", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("Organs that documents go to, in order of precedence.")},
    {"people", "人员", "人员名录", HT_TYPE_PEOPLE, NULL, NULL, NULL,
     N_("People with their offices, in order of precedence.")},
    END,
};

const ht_field *ht_settings_fields(void)
{
	return settings_fields;
}

bool ht_settings_schema(const char *version, ht_buf *out)
{
	ht_buf id = {0};
	ht_buf_addf(&id, "urn:hongtou:office:%s", version);
	const bool done =
	    !id.failed && ht_fields_schema(settings_fields, id.data, _("Office settings for hongtou"), out);
	ht_buf_free(&id);
	return done;
}
