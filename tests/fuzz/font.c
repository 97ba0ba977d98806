/* A font file, which is the only one that there is: found, measured, shaped and embedded. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whatever the font calls itself, it is the one family, and each fontset is of that. */
static const char conf[] =
    "<fontconfig><dir>%s</dir><cachedir>%s</cachedir>"
    "<match target=\"scan\"><edit name=\"family\" mode=\"assign\"><string>Fuzz</string></edit></match>"
    "<match target=\"pattern\"><edit name=\"family\" mode=\"append\" binding=\"same\"><string>Fuzz"
    "</string></edit></match></fontconfig>";

static const char record[] =
    "标题: 关于召开会议的通知\n发文机关标志: 甲局文件\n发文字号: 甲发〔2026〕1号\n正文: 会议abc1。\n署名: 甲局\n"
    "成文日期: 2026-01-05\n";

static void set_up(void)
{
	static bool done;
	char text[1024];
	if (done)
		return;
	done = true;
	int n = snprintf(text, sizeof text, conf, fuzz_folder(), fuzz_folder());
	setenv("HONGTOU_FONTS_CONF", fuzz_file("fonts.conf", (const uint8_t *)text, (size_t)n), 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[128];
	set_up();
	snprintf(path, sizeof path, "%s/face.otf", fuzz_folder());
	unlink(path); /* a folder that is changed is read anew */
	fuzz_file("face.otf", data, size);
	ht_exporter *exporter = fuzz_exporter("pdf odt ofd", NULL, NULL);
	ht_outputs outputs = {0};
	fuzz_export(exporter, record, strlen(record), "record.yaml", HT_FORMAT_YAML, &outputs);
	ht_outputs_free(&outputs);
	fuzz_exporter_free(exporter);
	return 0;
}
