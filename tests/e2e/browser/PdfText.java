import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;

/** The words of a PDF, which comes in base64. Run as it is, on the class path of the layers (pdf.mjs). */
final class PdfText {

  private PdfText() {}

  public static void main(String[] arguments) throws IOException {
    var pdf = Base64.getDecoder().decode(System.in.readAllBytes());
    try (var document = Loader.loadPDF(pdf)) {
      System.out.write(new PDFTextStripper().getText(document).getBytes(StandardCharsets.UTF_8));
    }
    System.out.flush();
  }
}
