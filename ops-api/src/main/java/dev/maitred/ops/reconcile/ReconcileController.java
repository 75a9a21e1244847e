package dev.maitred.ops.reconcile;

import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.problems.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs a reconciliation and answers with what it found. */
@RestController
final class ReconcileController {

    private final OpsSettings settings;
    private final Reconciler reconciler;

    ReconcileController(OpsSettings settings, Reconciler reconciler) {
        this.settings = settings;
        this.reconciler = reconciler;
    }

    /** @param source null: all of them, one after another */
    @PostMapping("/api/v1/reconciliations")
    List<Reconciliation> reconcile(@RequestParam(required = false) @Nullable String source)
            throws InterruptedException {
        List<OpsSettings.SourceSettings> chosen = settings.sources().stream()
                .filter(each -> source == null || each.name().equals(source))
                .toList();
        if (chosen.isEmpty()) {
            throw Problem.notFound("There is no source " + source + " that this instance may read. Known: "
                    + settings.sources().stream()
                            .map(OpsSettings.SourceSettings::name)
                            .toList());
        }
        List<Reconciliation> found = new java.util.ArrayList<>();
        for (OpsSettings.SourceSettings each : chosen) {
            found.add(reconciler.run(each));
        }
        return found;
    }
}
