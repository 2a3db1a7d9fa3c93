// The SQL of search. `search_places` finds places by words in the account's own index. Everything
// shown of them is read here, under row-level security.

/** Marks around the words searched for. They are removed from messages first. */
export const marks = { begin: '\u0001', end: '\u0002' } as const;

const headline = `'StartSel=\u0001, StopSel=\u0002, MaxWords=24, MinWords=10, MaxFragments=2, ShortWord=0, FragmentDelimiter= … '`;

const shown = `c.id, c.channel, c.address, c.visitor, c.visitor_name, c.status, c.agent_name, c.topic, c.started_at, c.last_text`;

const labelled = `ARRAY(
  SELECT label FROM conversation_labels AS had WHERE had.conversation = page.id AND had.kind = 'tag'
) AS tags`;

/**
 * By words: 1 typed, 2 places, 3–12 filters, 13–15 cursor, 16 limit. Also finds conversations by
 * the name of a tag or disposition, and by an exact order id.
 */
export const byWords = `
  WITH place AS MATERIALIZED (
    SELECT * FROM search_places($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ), named AS (
    SELECT had.conversation, 0 AS sequence, 1.5::real AS rank FROM conversation_orders AS had
    WHERE lower(had.order_id) = lower(trim($1))
    UNION ALL
    SELECT had.conversation, 0, 0.5::real
    FROM (
      SELECT id FROM labels WHERE kind IN ('tag', 'disposition') AND place IS NOT NULL
        AND to_tsvector(search_configuration(), name) @@ search_words($1)
    ) AS tag
    CROSS JOIN LATERAL (
      SELECT conversation FROM conversation_labels WHERE label = tag.id
      ORDER BY labelled_at DESC LIMIT $2
    ) AS had
  ), best AS (
    SELECT DISTINCT ON (conversation) conversation, sequence, rank
    FROM (SELECT * FROM place UNION ALL SELECT * FROM named) AS found
    ORDER BY conversation, rank DESC, sequence DESC
  ), page AS (
    SELECT ${shown}, best.rank::float8 AS rank, best.sequence
    FROM best JOIN conversations AS c ON c.id = best.conversation
    WHERE ($3::timestamptz IS NULL OR c.started_at >= $3)
      AND ($4::timestamptz IS NULL OR c.started_at < $4)
      AND ($5::text IS NULL OR c.agent = $5) AND ($6::text IS NULL OR c.skill = $6)
      AND ($7::text IS NULL OR c.site = $7) AND ($8::text IS NULL OR c.status = $8)
      AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
        WHERE had.conversation = c.id AND had.label = $9))
      AND ($10::text IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
        WHERE had.conversation = c.id AND had.label = $10))
      AND ($11::text IS NULL OR c.origin->>'campaign' = $11)
      AND ($12::text IS NULL OR c.channel = $12)
      AND ($13::float8 IS NULL
        OR (best.rank::float8, c.started_at, c.id) < ($13, $14::timestamptz, $15::text))
    ORDER BY best.rank::float8 DESC, c.started_at DESC, c.id DESC LIMIT $16
  )
  SELECT page.*, ${labelled},
    CASE WHEN page.sequence > 0 THEN left(m.body->>'text', 4000) END AS said,
    m.author->>'type' = 'agent' AND m.body->>'type' = 'text' AS markdown,
    (SELECT count(*) FROM place) >= $2 AS cut
  FROM page LEFT JOIN messages AS m ON m.conversation = page.id AND m.sequence = page.sequence
  ORDER BY page.rank DESC, page.started_at DESC, page.id DESC`;

/** Pieces of the messages, in order, with marks: 1 typed, 2 texts. */
export const snippets = `
  SELECT ts_headline(search_configuration(), translate(said, '\u0001\u0002', ''), search_words($1),
    ${headline}) AS snippet
  FROM unnest($2::text[]) WITH ORDINALITY AS page (said, place) ORDER BY place`;

/** Filters alone: 1–10 filters, 11–12 cursor, 13 limit. */
export const byFilters = `
  SELECT page.*, 0::float8 AS rank, 0 AS sequence, NULL AS said, NULL AS markdown, false AS cut, ${labelled}
  FROM (
    SELECT ${shown} FROM conversations AS c
    WHERE ($1::timestamptz IS NULL OR c.started_at >= $1)
      AND ($2::timestamptz IS NULL OR c.started_at < $2)
      AND ($3::text IS NULL OR c.agent = $3) AND ($4::text IS NULL OR c.skill = $4)
      AND ($5::text IS NULL OR c.site = $5) AND ($6::text IS NULL OR c.status = $6)
      AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
        WHERE had.conversation = c.id AND had.label = $7))
      AND ($8::text IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
        WHERE had.conversation = c.id AND had.label = $8))
      AND ($9::text IS NULL OR c.origin->>'campaign' = $9)
      AND ($10::text IS NULL OR c.channel = $10)
      AND ($11::timestamptz IS NULL OR (c.started_at, c.id) < ($11, $12::text))
    ORDER BY c.started_at DESC, c.id DESC LIMIT $13
  ) AS page
  ORDER BY page.started_at DESC, page.id DESC`;
