-- The number of the network that a decision's visitor sent from (collect/networks.ts), 0 where it is not
-- known or the sender is believed: harm is proved only by more than one of them.
ALTER TABLE decisions ADD COLUMN network UInt16 CODEC(ZSTD(1));
