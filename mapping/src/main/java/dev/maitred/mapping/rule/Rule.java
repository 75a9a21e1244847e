package dev.maitred.mapping.rule;

import dev.maitred.contract.Entity;
import dev.maitred.contract.change.Change;
import dev.maitred.mapping.catalogue.TableName;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule: which entity of the contract a table's rows become. */
public final class Rule {

    private final String name;
    private final Entity entity;
    private final @Nullable Reader<Object> condition;
    private final Reader<String> owner;
    private final Reader<Change> change;
    private final boolean ownerInPrimaryKey;
    private final Set<TableName> lookedUp;
    private final boolean keepsDeleted;

    Rule(
            String name,
            Entity entity,
            @Nullable Reader<Object> condition,
            Reader<String> owner,
            Reader<Change> change,
            boolean ownerInPrimaryKey,
            Set<TableName> lookedUp,
            boolean keepsDeleted) {
        this.name = name;
        this.entity = entity;
        this.condition = condition;
        this.owner = owner;
        this.change = change;
        this.ownerInPrimaryKey = ownerInPrimaryKey;
        this.lookedUp = Set.copyOf(lookedUp);
        this.keepsDeleted = keepsDeleted;
    }

    /**
     * What a row became.
     *
     * @param change null: the row does not meet the rule's condition
     */
    public record Result(String owner, @Nullable Change change) {}

    public String name() {
        return name;
    }

    public Entity entity() {
        return entity;
    }

    /** Whether a row that is only known by its primary key says whose it is; else that must be remembered. */
    public boolean ownerInPrimaryKey() {
        return ownerInPrimaryKey;
    }

    /** The tables whose rows it asks, directly or by way of others. */
    public Set<TableName> lookedUp() {
        return lookedUp;
    }

    /** Whether a deleted row stands on as it was last: the source purges what is old, and that calls nothing off. */
    public boolean keepsDeleted() {
        return keepsDeleted;
    }

    /**
     * Maps a whole row.
     *
     * @throws UnmappableException when the row does not hold what the mapping says
     * @throws OrphanException when a parent has not been seen yet
     */
    public Result apply(RowContext row) {
        try {
            return mapped(row);
        } catch (UnmappableException | OrphanException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever a column holds, it concerns this row alone. Not the message: it may tell the value.
            throw new UnmappableException(
                    "rule " + name + ": a value beyond what it can hold, by "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private Result mapped(RowContext row) {
        String ownerId = Objects.requireNonNull(owner.read(row));
        if (condition != null && !Boolean.TRUE.equals(condition.read(row))) {
            return new Result(ownerId, null);
        }
        return new Result(ownerId, Objects.requireNonNull(change.read(row)));
    }

    /** The owner of a row of which only the primary key is known; to be asked only when {@link #ownerInPrimaryKey()}. */
    public String ownerOf(RowContext row) {
        return Objects.requireNonNull(owner.read(row));
    }
}
