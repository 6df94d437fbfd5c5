-- Twelve conditions with reasons as somebody would write them in SQL: the peer of benchmarks/eligibility.py.
WITH edu AS (
  SELECT person, max(CASE WHEN finished_on <= DATE '2026-03-10' THEN CASE
      WHEN level IN ('本科', '大学', '大学本科', '硕士研究生', '研究生', '博士研究生') THEN 2
      WHEN level IN ('小学', '初中', '高中', '中专', '大专', '专科') THEN 0 ELSE 1 END END) AS educated,
    max(CASE WHEN finished_on <= DATE '2026-03-10' THEN CASE
      WHEN degree IN ('学士', '硕士', '博士') THEN 2 WHEN degree IN ('', '无') THEN 0 ELSE 1 END END) AS graduated,
    arg_max(level, finished_on) AS level, arg_max(degree, finished_on) AS degree
  FROM educations GROUP BY person),
gap AS (SELECT person, bool_or(history = 'educations') AS no_education FROM missing GROUP BY person),
ranked AS (
  SELECT person, since, least(coalesce(until, DATE '2026-03-10'), DATE '2026-03-10') AS until,
    until IS NULL OR until > DATE '2026-03-10' AS held, level NOT IN ('科员') AND level = '其他' AS vague
  FROM tenures WHERE kind IN ('post', 'rank') AND level <> '科员' AND since <= DATE '2026-03-10'),
sure AS (SELECT *, max(until) OVER (PARTITION BY person ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS e
  FROM ranked WHERE NOT vague),
sure_run AS (SELECT *, max(CASE WHEN e IS NULL OR since > e + 1 THEN since END) OVER (PARTITION BY person ORDER BY since
  ROWS UNBOUNDED PRECEDING) AS run FROM sure),
sure_time AS (SELECT person, bool_or(held) AS held,
    bool_or(held_run AND run + INTERVAL 2 YEAR <= until) AS long, min(run) FILTER (held_run) AS since
  FROM (SELECT person, run, max(until) AS until, bool_or(held) AS held, max(until) = DATE '2026-03-10' AS held_run
    FROM sure_run GROUP BY person, run) GROUP BY person),
maybe AS (SELECT *, max(until) OVER (PARTITION BY person ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS e
  FROM ranked),
maybe_run AS (SELECT *, max(CASE WHEN e IS NULL OR since > e + 1 THEN since END) OVER (PARTITION BY person ORDER BY since
  ROWS UNBOUNDED PRECEDING) AS run FROM maybe),
maybe_time AS (SELECT person, bool_or(held) AS held, bool_or(held_run AND run + INTERVAL 2 YEAR <= until) AS long
  FROM (SELECT person, run, max(until) AS until, bool_or(held) AS held, max(until) = DATE '2026-03-10' AS held_run
    FROM maybe_run GROUP BY person, run) GROUP BY person),
grass AS (SELECT *, max(until) OVER (PARTITION BY person ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS e
  FROM (SELECT person, since, least(coalesce(until, DATE '2026-03-10'), DATE '2026-03-10') AS until FROM tenures
    WHERE kind IN ('post', 'work') AND grassroots AND since < DATE '2026-03-10')),
grass_run AS (SELECT *, max(CASE WHEN e IS NULL OR since > e + 1 THEN since END) OVER (PARTITION BY person ORDER BY since
  ROWS UNBOUNDED PRECEDING) AS run FROM grass),
grass_piece AS (SELECT person, run, max(until) AS until FROM grass_run GROUP BY person, run HAVING max(until) > run),
grass_time AS (SELECT person, sum(m) + CASE WHEN count(*) > 1 THEN sum(d) // 30 ELSE 0 END AS months, min(run) AS since
  FROM (SELECT person, run, m, date_diff('day', (run + to_months(m::INT))::DATE, until) AS d FROM (
    SELECT *, (year(until) - year(run)) * 12 + month(until) - month(run)
      - CASE WHEN day(run) <= day(until) OR until = last_day(until) THEN 0 ELSE 1 END AS m FROM grass_piece))
  GROUP BY person),
app AS (SELECT person, max(grade) FILTER (year = 2023) AS g3, max(grade) FILTER (year = 2024) AS g4,
  max(grade) FILTER (year = 2025) AS g5 FROM appraisals GROUP BY person),
pen AS (SELECT person, max(CASE WHEN effect_until >= DATE '2026-03-10' THEN 2 WHEN effect_until IS NULL THEN 1 ELSE 0 END) AS bad,
  max(effect_until) AS last, arg_max(kind, decided_on) AS kind FROM sanctions WHERE decided_on <= DATE '2026-03-10' GROUP BY person),
judged AS (SELECT p.code, p.name,
  CASE WHEN born_first >= DATE '1980-03-11' THEN TRUE WHEN born_last < DATE '1980-03-11' THEN FALSE END AS s1,
  CASE WHEN no_education THEN NULL WHEN educated = 2 THEN TRUE WHEN educated = 1 THEN NULL ELSE FALSE END AS s2,
  CASE WHEN no_education THEN NULL WHEN graduated = 2 THEN TRUE WHEN graduated = 1 THEN NULL ELSE FALSE END AS s3,
  party = '中共党员' AS s4,
  CASE WHEN party_joined_first IS NULL AND party NOT LIKE '%中共%' THEN FALSE
    ELSE party_joined_first + INTERVAL 3 YEAR <= DATE '2026-03-10' END AS s5,
  work_started_first + INTERVAL 5 YEAR <= DATE '2026-03-10' AS s6, identity = '公务员' AS s7,
  CASE WHEN coalesce(st.held AND st.long, FALSE) = coalesce(mt.held AND mt.long, FALSE)
    AND coalesce(st.held, FALSE) = coalesce(mt.held, FALSE) THEN coalesce(st.held AND st.long, FALSE)
    WHEN coalesce(st.held AND st.long, FALSE) IS DISTINCT FROM coalesce(mt.held AND mt.long, FALSE) THEN NULL
    WHEN coalesce(mt.held AND mt.long, FALSE) THEN NULL ELSE FALSE END AS s8,
  coalesce(gt.months, 0) >= 24 AS s9,
  CASE WHEN g3 IN ('基本称职', '不称职') OR g4 IN ('基本称职', '不称职') OR g5 IN ('基本称职', '不称职')
      OR (g3 IS NULL AND FALSE) THEN FALSE
    WHEN g3 IN ('称职', '优秀') AND g4 IN ('称职', '优秀') AND g5 IN ('称职', '优秀') THEN TRUE END AS s10,
  CASE WHEN bad = 2 THEN FALSE WHEN bad = 1 THEN NULL ELSE TRUE END AS s11,
  CASE sex WHEN '男' THEN CASE WHEN born_first >= DATE '1968-03-10' THEN TRUE WHEN born_last < DATE '1968-03-10' THEN FALSE END
    WHEN '女' THEN CASE WHEN born_first >= DATE '1973-03-10' THEN TRUE WHEN born_last < DATE '1973-03-10' THEN FALSE END END AS s12,
  born, level, degree, party, party_joined, party_joined_first, work_started, work_started_first, identity, st.since AS st_since,
  gt.months, gt.since AS gt_since, g3 || '、' || g4 || '、' || g5 AS grades, kind, last, sex
FROM people p LEFT JOIN edu ON edu.person = code LEFT JOIN gap ON gap.person = code
  LEFT JOIN sure_time st ON st.person = code LEFT JOIN maybe_time mt ON mt.person = code
  LEFT JOIN grass_time gt ON gt.person = code LEFT JOIN app ON app.person = code LEFT JOIN pen ON pen.person = code)
SELECT code, name, s1 AND s2 AND s3 AND s4 AND s5 AND s6 AND s7 AND s8 AND s9 AND s10 AND s11 AND s12 AS verdict,
  s1, born AS f1, CASE WHEN s1 IS NULL THEN 'born.day' END AS l1, s2, level AS f2, CASE WHEN s2 IS NULL THEN 'educations' END AS l2,
  s3, degree AS f3, CASE WHEN s3 IS NULL THEN 'educations' END AS l3, s4, party AS f4,
  s5, party_joined AS f5, CASE WHEN NOT s5 THEN (party_joined_first + INTERVAL 3 YEAR)::DATE END AS o5,
  s6, work_started AS f6, CASE WHEN NOT s6 THEN (work_started_first + INTERVAL 5 YEAR)::DATE END AS o6, s7, identity AS f7,
  s8, st_since AS f8, CASE WHEN NOT s8 THEN (st_since + INTERVAL 2 YEAR)::DATE END AS o8,
  CASE WHEN s8 IS NULL THEN 'tenures.level' END AS l8, s9, months AS f9, gt_since AS k9,
  s10, grades AS f10, CASE WHEN s10 IS NULL THEN 'appraisals' END AS l10,
  s11, kind AS f11, CASE WHEN NOT s11 THEN last + 1 END AS o11, CASE WHEN s11 IS NULL THEN 'sanctions.effect_until' END AS l11,
  s12, born AS f12, CASE WHEN s12 IS NULL THEN CASE WHEN sex IS NULL THEN 'sex' ELSE 'born.day' END END AS l12
FROM judged
