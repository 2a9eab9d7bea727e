/** The script in pieces for reading: comments, texts, quoted names, words of the language, and what is between. Pure. */

interface SqlToken {
  readonly kind: 'comment' | 'text' | 'name' | 'word' | 'plain'
  readonly text: string
}

const WORDS =
  'ADD ALTER AND ARRAY AS ASC BY CASE CLUSTER COLUMN COMMENT CREATE DATABASE DEFAULT DELETE DESC DISTINCT DROP ELSE END ENGINE EXISTS FROM FORMAT GROUP HAVING IF IN INSERT INTO IS JOIN KEY LEFT LIMIT MATERIALIZED MODIFY NOT NULL ON OR ORDER PARTITION PRIMARY SELECT SETTINGS SYNC TABLE THEN TO TTL UNION UPDATE USING VALUES VIEW WHEN WHERE WITH'

const KEYWORDS = new Set(WORDS.split(' '))

// One alternative for each beginning, so that no text can make it look back.
const TOKEN = /(--[^\n]*)|('(?:[^'\\]|\\.|'')*'?)|("(?:[^"\\]|\\.)*"?|`[^`]*`?)|([A-Za-z_]\w*)|[^'"`A-Za-z_-]+|-/gu

export function sqlTokens(script: string): readonly SqlToken[] {
  const tokens: SqlToken[] = []
  for (const [text, comment, quoted, name, word] of script.matchAll(TOKEN)) {
    const kind =
      comment !== undefined
        ? 'comment'
        : quoted !== undefined
          ? 'text'
          : name !== undefined
            ? 'name'
            : word !== undefined && KEYWORDS.has(word.toUpperCase())
              ? 'word'
              : 'plain'
    const last = tokens.at(-1)
    if (kind === 'plain' && last?.kind === 'plain') tokens[tokens.length - 1] = { kind, text: last.text + text }
    else tokens.push({ kind, text })
  }
  return tokens
}
