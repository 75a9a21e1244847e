package dev.maitred.contract.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.maitred.contract.change.Change;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Changes as protobuf. A tombstone is null both ways. */
public final class ChangeSerde implements Serde<Change> {

    public static byte[] encode(Change change) {
        return Encoder.encode(change).toByteArray();
    }

    /** @throws SerializationException when the bytes are no change of the contract */
    public static Change decode(byte[] bytes) {
        try {
            return Decoder.decode(dev.maitred.contract.v1.Change.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new SerializationException(
                    "Expected a maitred.v1.Change, found " + bytes.length + " bytes that are none: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public Serializer<@Nullable Change> serializer() {
        return (topic, change) -> change == null ? null : encode(change);
    }

    @Override
    public Deserializer<@Nullable Change> deserializer() {
        return (topic, bytes) -> bytes == null ? null : decode(bytes);
    }
}
