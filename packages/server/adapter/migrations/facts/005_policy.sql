-- What a decision of an optimising campaign rested on, in every arm (protocol/policy.ts); empty for
-- campaigns that offer always. The column arm may then also say `optimise`.
ALTER TABLE decisions ADD COLUMN policy String CODEC(ZSTD(1));
