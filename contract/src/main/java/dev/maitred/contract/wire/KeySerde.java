package dev.maitred.contract.wire;

import dev.maitred.contract.ChangeKey;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Change keys as their text. */
public final class KeySerde implements Serde<ChangeKey> {

    @Override
    public Serializer<ChangeKey> serializer() {
        return (topic, key) -> key.bytes();
    }

    @Override
    public Deserializer<ChangeKey> deserializer() {
        return (topic, bytes) -> ChangeKey.of(bytes);
    }
}
