import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.ofdrw.converter.ImageMaker;
import org.ofdrw.core.basicStructure.ofd.docInfo.CT_DocInfo;
import org.ofdrw.core.basicStructure.ofd.docInfo.CustomData;
import org.ofdrw.core.basicStructure.outlines.CT_OutlineElem;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;

/** What ofdrw reads of OFD files, as lines of "KEY TAB VALUE". */
public class VerifyOfd {
	private static final double DOTS_PER_MM = 150 / 25.4;

	private static String oneLine(String s) {
		return s.replaceAll("\\s+", " ");
	}

	private static void outline(PrintStream out, List<CT_OutlineElem> items, int level) {
		if (items == null)
			return;
		for (CT_OutlineElem item : items) {
			out.println("outline\t" + level + " " + oneLine(item.getTitle()));
			outline(out, item.getOutlineElems(), level + 1);
		}
	}

	private static void read(PrintStream out, Path file, Path images) throws Exception {
		try (OFDReader reader = new OFDReader(file)) {
			CT_DocInfo info = reader.getOFDDir().getOfd().getDocBody().getDocInfo();
			out.println("file\t" + file);
			out.println("title\t" + oneLine(String.valueOf(info.getTile())));
			if (info.getCustomDatas() != null)
				for (CustomData data : info.getCustomDatas().getCustomDatas())
					out.println("data\t" + data.getDataName() + " " + data.getValue());
			if (reader.getAttachmentList() != null)
				reader.getAttachmentList().forEach(a -> out.println("attachment\t" + a.getAttachmentName()));
			ContentExtractor text = new ContentExtractor(reader);
			ImageMaker maker = new ImageMaker(reader, DOTS_PER_MM);
			for (int i = 0; i < reader.getNumberOfPages(); i++) {
				out.println("text\t" + String.join("", text.getPageContent(i + 1)).replaceAll("\\s+", ""));
				if (images == null)
					continue;
				BufferedImage image = maker.makePage(i);
				String stem = file.getFileName().toString().replaceAll("\\.ofd$", "");
				ImageIO.write(image, "PNG", images.resolve(stem + "-" + (i + 1) + ".png").toFile());
			}
			var outlines = reader.getDoc(0).getOutlines();
			if (outlines != null)
				outline(out, outlines.getOutlineElems(), 1);
		}
	}

	public static void main(String[] args) throws Exception {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		List<String> files = new ArrayList<>(List.of(args));
		Path images = null;
		int failed = 0;
		if (!files.isEmpty() && files.get(0).equals("--images")) {
			images = Files.createDirectories(Paths.get(files.get(1)));
			files = files.subList(2, files.size());
		}
		for (String file : files)
			try {
				read(out, Paths.get(file), images);
			} catch (Exception e) {
				out.println("error\t" + file + ": " + oneLine(String.valueOf(e)));
				failed++;
			}
		System.exit(failed > 0 ? 1 : 0);
	}
}
