// DuckDB's aggregation of a file of event rows: per unit, then per variant. Two threads.
//
// node duckdb.mjs FILE
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(`
  WITH unit AS (
    SELECT unit, min(variant) AS variant,
      sum(CASE WHEN metric = 'visits' THEN value ELSE 0 END) AS visits,
      sum(CASE WHEN metric = 'spend' THEN value ELSE 0 END) AS spend,
      sum(CASE WHEN metric = 'answers_read' THEN value ELSE 0 END) AS answers_read
    FROM read_csv('${process.argv[2]}', header = true, columns = {
      'unit': 'VARCHAR', 'variant': 'VARCHAR', 'metric': 'VARCHAR', 'value': 'DECIMAL(18,6)',
      'time': 'TIMESTAMP'})
    GROUP BY unit)
  SELECT variant, count(*), sum(visits), sum(spend), sum(spend * spend), sum(answers_read)
  FROM unit GROUP BY variant ORDER BY variant`);
for (const row of reader.getRowsJson()) console.log(row.join(" "));
