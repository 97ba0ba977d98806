import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validate PDF files: VerifyPdf STANDARDS FILE...
 *
 * STANDARDS is a list like 2a,ua1, or claimed: what each file says it is (1b
 * where it says nothing). For each file and standard one line, and one below it
 * for each rule that failed.
 * Exit status: 0 all files conform, 1 some do not.
 */
public final class VerifyPdf {
	private static final String CLAIMED = "claimed";
	/** Failures that are kept of one rule, to show the first. */
	private static final int KEPT = 5;

	/** One rule that failed: how often, and the first place. */
	private static final class Failure {
		int times;
		String message = "", place = "";
	}

	private static String clause(RuleId rule) {
		return rule.getSpecification().getId() + " " + rule.getClause() + ", test " + rule.getTestNumber();
	}

	private static Map<String, Failure> failures(ValidationResult result) {
		Map<String, Failure> rules = new TreeMap<>();
		for (Map.Entry<RuleId, Integer> entry : result.getFailedChecks().entrySet())
			rules.computeIfAbsent(clause(entry.getKey()), key -> new Failure()).times += entry.getValue();
		for (TestAssertion assertion : result.getTestAssertions()) {
			Failure failure = rules.get(clause(assertion.getRuleId()));
			if (failure == null || !failure.message.isEmpty())
				continue;
			failure.message = assertion.getMessage();
			failure.place = assertion.getLocation().getContext();
		}
		return rules;
	}

	private static boolean validate(String file, PDFAFlavour flavour) throws Exception {
		try (FileInputStream stream = new FileInputStream(file);
				PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
				PDFAValidator validator =
						Foundries.defaultInstance().createValidator(flavour, KEPT, false, false, false)) {
			ValidationResult result = validator.validate(parser);
			Map<String, Failure> rules = failures(result);
			int failed = rules.values().stream().mapToInt(failure -> failure.times).sum();
			String name = (flavour.getPart().getName() + flavour.getLevel().getCode()).replace('_', '/');
			System.out.printf("%s: %s: %d checks passed, %d rules failed%n", file, name,
					result.getTotalAssertions() - failed, rules.size());
			rules.forEach((rule, failure) -> System.out.printf("  %s (%d times): %s [%s]%n", rule, failure.times,
					failure.message, failure.place));
			return result.isCompliant();
		}
	}

	private static List<PDFAFlavour> claimed(String file) throws Exception {
		try (FileInputStream stream = new FileInputStream(file);
				PDFAParser parser = Foundries.defaultInstance().createParser(stream)) {
			return parser.getFlavours();
		}
	}

	private static List<PDFAFlavour> wanted(String standards, String file) throws Exception {
		if (standards.equals(CLAIMED))
			return claimed(file);
		List<PDFAFlavour> flavours = new ArrayList<>();
		for (String name : standards.split(",")) {
			PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
			if (flavour == PDFAFlavour.NO_FLAVOUR)
				throw new IllegalArgumentException("no standard is called " + name + "; try 2a, 2u, 2b, 3a, ua1");
			flavours.add(flavour);
		}
		return flavours;
	}

	private static boolean verify(String standards, String file) {
		try {
			boolean conforms = true;
			for (PDFAFlavour flavour : wanted(standards, file))
				conforms &= validate(file, flavour);
			return conforms;
		} catch (Exception e) {
			System.out.printf("%s: could not be read: %s%n", file, e);
			return false;
		}
	}

	public static void main(String[] args) {
		Logger.getLogger("").setLevel(Level.SEVERE);
		VeraGreenfieldFoundryProvider.initialise();
		boolean conform = true;
		for (int i = 1; i < args.length; i++)
			conform &= verify(args[0], args[i]);
		System.exit(conform ? 0 : 1);
	}
}
