-- The invented archive of benchmarks/eligibility.py, a query for each table; {n} is the number of people.

-- people
SELECT 'P' || i AS code, '某' || i AS name,
        CASE WHEN h % 97 = 0 THEN NULL WHEN h % 2 = 0 THEN '男' ELSE '女' END AS sex, '汉族' AS nation,
        CASE WHEN h % 10 < 7 THEN '中共党员' ELSE '群众' END AS party,
        CASE WHEN h % 10 < 8 THEN '公务员' ELSE '事业单位人员' END AS identity, '行政编制' AS establishment,
        '单位' || (i % 500) AS unit, '健康' AS health,
        CASE WHEN h % 5 = 0 THEN strftime(b, '%Y-%m') ELSE strftime(b, '%Y-%m-%d') END AS born,
        CASE WHEN h % 5 = 0 THEN date_trunc('month', b)::DATE ELSE b END AS born_first,
        CASE WHEN h % 5 = 0 THEN last_day(b) ELSE b END AS born_last,
        CASE WHEN h % 10 < 7 THEN strftime(j, '%Y-%m-%d') END AS party_joined,
        CASE WHEN h % 10 < 7 THEN j END AS party_joined_first, CASE WHEN h % 10 < 7 THEN j END AS party_joined_last,
        strftime(w, '%Y-%m-%d') AS work_started, w AS work_started_first, w AS work_started_last
      FROM (SELECT i, hash(i) AS h, DATE '1970-01-01' + (hash(i, 1) % 9000)::INT AS b,
        DATE '2005-01-01' + (hash(i, 2) % 7500)::INT AS j, DATE '2000-01-01' + (hash(i, 3) % 8800)::INT AS w
        FROM range({n}) t(i));

-- educations
SELECT 'P' || i AS person, ['高中', '大专', '本科', '本科', '硕士研究生', '进修'][(1 + hash(i, 4) % 6)::BIGINT] AS level,
        ['', '学士', '学士', '硕士'][(1 + hash(i, 5) % 4)::BIGINT] AS degree, hash(i, 6) % 2 = 0 AS full_time, '' AS school,
        '法学' AS major, DATE '1995-07-01' + (hash(i, 7) % 9000)::INT AS finished_on FROM range({n}) t(i);

-- tenures
SELECT 'P' || p AS person, ['post', 'rank', 'work', 'rank'][1 + k] AS kind, '职务' || k AS name, s AS since,
        CASE WHEN k = 3 OR hash(i, 9) % 4 = 0 THEN NULL ELSE s + (hash(i, 10) % 2500)::INT END AS until,
        '单位' || (hash(i, 11) % 500) AS unit,
        ['科员', '科员', '副科级', '副科级', '正科级', '正处级', '其他'][(1 + hash(i, 12) % 7)::BIGINT] AS level,
        hash(i, 13) % 2 = 0 AS leading, hash(i, 14) % 3 = 0 AS grassroots, '' AS post
      FROM (SELECT i, i // 4 AS p, i % 4 AS k, DATE '2010-01-01' + (hash(i, 8) % 5800)::INT AS s
        FROM range(4 * {n}) t(i));

-- appraisals
SELECT 'P' || i // 5 AS person, (2021 + i % 5)::INT AS year,
        CASE WHEN hash(i, 15) % 100 < 15 THEN '优秀' WHEN hash(i, 15) % 100 < 95 THEN '称职'
          WHEN hash(i, 15) % 100 < 98 THEN '基本称职' ELSE '不定等次' END AS grade FROM range(5 * {n}) t(i);

-- sanctions
SELECT 'P' || i AS person, '警告' AS kind, DATE '2023-01-01' + (hash(i, 16) % 1100)::INT AS decided_on,
        CASE WHEN hash(i, 17) % 20 = 0 THEN NULL ELSE DATE '2023-07-01' + (hash(i, 16) % 1100)::INT END AS effect_until
      FROM range({n}) t(i) WHERE hash(i, 18) % 30 = 0;

-- missing
SELECT 'P' || i AS person, 'educations' AS history FROM range({n}) t(i) WHERE hash(i, 19) % 50 = 0;
