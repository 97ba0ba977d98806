/* A build-time program that writes srgb.h, the ICC profile of sRGB embedded in
 * PDF/A files. LittleCMS (MIT licence) makes the profile, which is marked as free
 * to use. Its date is fixed, so that every build has the same bytes. */
#include <lcms2.h>
#include <stdio.h>

/* Bytes of the header that hold the date: ICC.1:2010 7.2.8. */
#define DATE_BEGIN 24
#define DATE_END   36

/* 1999-10-18, of IEC 61966-2-1: year, month, day, hours, minutes, seconds. */
static const unsigned char date[DATE_END - DATE_BEGIN] = {0x07, 0xCF, 0, 10, 0, 18};

static int write_header(const char *path, const unsigned char *profile, cmsUInt32Number len)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return 1;
	fprintf(f, "/* Made by srgb_make.c. */\nstatic const unsigned char srgb_profile[] = {");
	for (cmsUInt32Number i = 0; i < len; i++) {
		unsigned byte = profile[i];
		if (i >= DATE_BEGIN && i < DATE_END)
			byte = date[i - DATE_BEGIN];
		fprintf(f, "%s%u,", i % 20 ? "" : "\n", byte);
	}
	fprintf(f, "\n};\n");
	return fclose(f) != 0;
}

int main(int argc, char **argv)
{
	unsigned char profile[8192];
	cmsUInt32Number len = 0;
	cmsHPROFILE srgb = cmsCreate_sRGBProfile();
	/* without a buffer, the call only returns the length */
	if (argc != 2 || !srgb || !cmsSaveProfileToMem(srgb, NULL, &len) || len > sizeof profile ||
	    !cmsSaveProfileToMem(srgb, profile, &len))
		return 1;
	cmsCloseProfile(srgb);
	return write_header(argv[1], profile, len);
}
