package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.TableName;

/** A row whose parent has not been seen yet. */
public final class OrphanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TableName parent;
    private final String parentKey;

    public OrphanException(TableName parent, String parentKey) {
        super("its parent " + parent.shortName() + " " + parentKey + " has not been seen", null, false, false);
        this.parent = parent;
        this.parentKey = parentKey;
    }

    public TableName parent() {
        return parent;
    }

    public String parentKey() {
        return parentKey;
    }
}
