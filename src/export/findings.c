/* Findings beside diagnostics. Readers and style sheets say what they cannot do
 * without (R2xx, D101); check says the rest. The one overlap is a field that is
 * missing: the style sheet's word counts, as a house style may do without. */
#include "check/messages.h"
#include "style/messages.h"
#include "findings.h"

static bool is_said(const ht_finding *f, bool by_form, const ht_diags *diags)
{
	if (f->code != HT_D_CHECK_MISSING && f->code != HT_D_CHECK_WANTED)
		return false;
	return !by_form || ht_diags_holds(diags, HT_D_FIELD_REQUIRED, f->args[0]);
}

void ex_say_findings(const ht_findings *findings, bool by_form, ht_diags *diags)
{
	size_t n;
	const ht_finding *list = ht_findings_list(findings, &n);
	for (size_t i = 0; i < n; i++) {
		const ht_finding *f = &list[i];
		if (!is_said(f, by_form, diags))
			ht_diag(diags, f->code, f->loc, f->args[0], f->args[1], f->args[2], NULL);
	}
}
