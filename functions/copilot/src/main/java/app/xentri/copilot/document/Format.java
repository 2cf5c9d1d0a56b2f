package app.xentri.copilot.document;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefView;
import app.xentri.pdf.TaggedPdf;
import app.xentri.platform.Json;
import app.xentri.platform.Wire;

/** What a Brief can be written as. Each carries every fact. */
public enum Format implements Wire {
  MARKDOWN {
    @Override
    ExportView file(Brief brief, String orgName) {
      var document = BriefDocument.of(brief, orgName);
      return ExportView.text(document, "md", "text/markdown", Markdown.of(document));
    }
  },
  /** The Brief as the API answers it, so that it can be read again. */
  JSON {
    @Override
    ExportView file(Brief brief, String orgName) {
      var document = BriefDocument.of(brief, orgName);
      return ExportView.text(
          document, "json", "application/json", Json.tree(BriefView.of(brief)).toPrettyString());
    }
  },
  /** Its library and fonts are in the layer of the one function that uses it. */
  PDF {
    @Override
    ExportView file(Brief brief, String orgName) {
      var document = BriefDocument.of(brief, orgName);
      var pdf = TaggedPdf.of(Html.of(document), document.updated());
      return ExportView.bytes(document, "pdf", "application/pdf", pdf);
    }
  };

  abstract ExportView file(Brief brief, String orgName);
}
