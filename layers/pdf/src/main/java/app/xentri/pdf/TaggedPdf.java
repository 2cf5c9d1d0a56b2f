package app.xentri.pdf;

import static java.time.ZoneOffset.UTC;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.GregorianCalendar;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.w3c.dom.Document;

/**
 * Turns XHTML with its own styles into PDF/UA: every element tagged as what it is, fonts embedded
 * as far as they are used. What it holds is text; nothing is ever fetched for it.
 *
 * <p>Its fonts, in the order in which a style should name them: {@code sans} (Latin, Greek,
 * Cyrillic), {@code arabic}, {@code japanese} (what JIS X 0213 writes), {@code emoji} (in one
 * colour). The first two are there in bold, too.
 */
public final class TaggedPdf {

  private static final int REGULAR = 400;
  private static final int BOLD = 600;

  private TaggedPdf() {}

  /**
   * The document as PDF: the same bytes whenever it is asked for, so that two files of one document
   * are known to be one.
   *
   * @param xhtml must say its language and its title: a reader who does not see is told them first
   * @param made when what it says came about
   */
  public static byte[] of(Document xhtml, Instant made) {
    // It would tell what it meets, which is other people's text.
    XRLog.setLoggingEnabled(false);
    var pdf = new ByteArrayOutputStream();
    var builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.withProducer("Xentri");
    builder.useExternalResourceAccessControl(
        (_, _) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
    builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
    builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
    builder.defaultTextDirection(TextDirection.LTR);
    font(builder, "sans", "sans", REGULAR);
    font(builder, "sans-bold", "sans", BOLD);
    font(builder, "arabic", "arabic", REGULAR);
    font(builder, "arabic-bold", "arabic", BOLD);
    font(builder, "japanese", "japanese", REGULAR);
    font(builder, "emoji", "emoji", REGULAR);
    builder.withW3cDocument(xhtml, null);
    try (var renderer = builder.buildPdfRenderer();
        var document = renderer.createPDFKeepOpen()) {
      date(document, made);
      document.save(pdf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pdf.toByteArray();
  }

  /** The library would take the time at which it is called, for its date and for its id. */
  private static void date(PDDocument document, Instant made) {
    document.getDocumentInformation().setCreationDate(GregorianCalendar.from(made.atZone(UTC)));
    document.setDocumentId(made.toEpochMilli());
  }

  private static void font(PdfRendererBuilder builder, String file, String family, int weight) {
    builder.useFont(() -> open(file), family, weight, FontStyle.NORMAL, true);
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        TaggedPdf.class.getResourceAsStream("fonts/" + file + ".ttf"), file);
  }
}
