package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** The latest mapped columns of one row, as a JSON object. Fields as in the message of the same name. */
public record Document(String subject, String name, String body) implements Change {

    @Override
    public Entity entity() {
        return Entity.DOCUMENT;
    }
}
