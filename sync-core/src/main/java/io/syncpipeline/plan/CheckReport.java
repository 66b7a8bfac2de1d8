package io.syncpipeline.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Finding;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the checks found.
 *
 * @param findings the findings, source first
 */
public record CheckReport(List<Finding> findings) {

    public CheckReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing forbids running. */
    public boolean ok() {
        return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    /**
     * Does nothing when nothing forbids running.
     *
     * @return this report
     * @throws DefinitionException with every error and its hint otherwise
     */
    public CheckReport orThrow() {
        if (!ok()) {
            throw new DefinitionException(findings.stream()
                    .filter(f -> f.severity() == Finding.Severity.ERROR)
                    .map(Finding::toString)
                    .collect(Collectors.joining(
                            System.lineSeparator(), "the pipeline cannot run:" + System.lineSeparator(), "")));
        }
        return this;
    }

    /** One line per finding. */
    @Override
    public String toString() {
        return findings.isEmpty()
                ? "no findings"
                : findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
