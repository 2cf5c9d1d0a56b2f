package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version with what it says: {@code schema/api/brief-version-get.response.json}.
 *
 * @param against the version that it is compared with; null for the first one, which is compared
 *     with nothing
 * @param changes what it says otherwise than that one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionDetailView(
    @JsonUnwrapped VersionView version,
    Draft sections,
    Map<Section, SectionStatus> sectionStatus,
    @Nullable Long against,
    List<BriefDiff.Change> changes) {}
