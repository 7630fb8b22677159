-- A recount of a run from its definitions alone, over every event that left the collectors, in the order of its arrival:
--   event(seq, tick, id_high, id_low, usr, device, title, event_ms, sent_ms, received_ms, dims, position, duration)
-- and what the run was told: setting(titles, ticks, delay_ms, lateness_ms, idle_ms).
-- A tick is 100 ms; nothing that a tick decides is known before it is over.

-- The small fields, and when it happened once the sender's clock is put right.
create table read as
select
  *,
  dims & 31 as type,
  (dims >> 5) & 7 as device_type,
  (dims >> 8) & 7 as region,
  (dims >> 11) & 3 as version,
  event_ms::bigint + received_ms - sent_ms as happened_ms
from event;

create table kind(type utinyint, domain varchar, topic utinyint, needs_title boolean);
insert into kind
select type, domain, topic, domain in ('playback', 'quality') or type in (13, 14)
from (
  select
    type,
    case when type <= 6 then 'playback' when type <= 10 then 'quality' when type <= 14 then 'browse' else 'session' end as domain,
    case when type <= 6 then 0 when type <= 10 then 2 when type <= 14 then 1 else 3 end as topic
  from range(17) one(type)
);

-- The first rule that it breaks.
create table judged as
select
  read.*,
  kind.domain,
  kind.topic,
  case
    when id_high = 0 and id_low = 0 then 'id-missing'
    when kind.type is null then 'type-unknown'
    when version = 3 then 'version-unknown'
    when event_ms = -2147483648 then 'time-missing'
    when usr = 0 then 'user-missing'
    when device = 0 then 'device-missing'
    when device_type > 3 then 'device-type'
    when region > 4 then 'region'
    when needs_title and title = 4294967295 then 'title-missing'
    when needs_title and title >= titles then 'title-unknown'
    when needs_title and position <> 4294967295 and position > duration then 'position'
    when happened_ms > received_ms + 5 * 60000 then 'future'
    when happened_ms < received_ms - 7 * 24 * 3600000 then 'too-old'
    else 'ok'
  end as verdict
from read
left join kind using (type)
cross join setting;

-- Of the copies of an event the first counts.
create table seen as
select *, row_number() over (partition by id_high, id_low order by seq) > 1 as is_copy
from judged
where verdict = 'ok';

-- The watermark after each tick: of each region the newest event less the delay, of all regions heard of lately the
-- least; it never falls.
create table mark as
with
  heard as (select region, tick, max(happened_ms) as newest from seen where not is_copy group by region, tick),
  known as (
    select
      tick,
      region,
      max(heard.newest) over so_far as newest,
      max(case when heard.newest is not null then 100 * (tick + 1) end) over so_far as heard_ms
    from (select range::integer as tick from range((select ticks from setting))) all_ticks
    cross join (select range::integer as region from range(5)) all_regions
    left join heard using (tick, region)
    window so_far as (partition by region order by tick)
  ),
  least_of as (
    select tick, min(coalesce(newest - delay_ms, -2147483648)) as ms
    from known cross join setting
    where 100 * (tick + 1) - coalesce(heard_ms, 0) <= idle_ms
    group by tick
  )
select tick, max(ms) over (order by tick) as ms
from (select range::integer as tick from range((select ticks from setting))) left join least_of using (tick);

-- What becomes of it: its minute is told once the watermark has reached its end, and takes no more once it is the lateness
-- allowed past that.
create table placed as
select
  *,
  case
    when mark_ms >= end_ms + lateness_ms then 'too late'
    when mark_ms >= end_ms then 'late'
    else 'on time'
  end as fate
from (
  select
    seen.*,
    floor(happened_ms / 60000.0)::integer as pane,
    60000 * (floor(happened_ms / 60000.0)::bigint + 1) as end_ms,
    coalesce(mark.ms, -2147483648) as mark_ms
  from seen
  left join mark on mark.tick + 1 = seen.tick
  where not is_copy
) cross join setting;

create table counted as select * from placed where fate <> 'too late';

-- Whoever sends a heartbeat watches.
create table presence as
select pane, title, usr, count(*) as beats from counted where type = 6 group by pane, title, usr;

-- Kafka's default partitioner over four bytes, most significant first, written out: murmur2 in 32-bit words.
create macro word(x) as (x)::ubigint & 4294967295;
create macro times(x, y) as word((x)::ubigint * (y)::ubigint);
create macro turned(x) as ((x >> 24) | ((x >> 8) & 65280) | ((x & 65280) << 8) | ((x & 255) << 24));
create macro scrambled(k) as times(xor(times(k, 1540483477), times(k, 1540483477) >> 24), 1540483477);
create macro ended(h) as xor(times(xor(h, h >> 13), 1540483477), times(xor(h, h >> 13), 1540483477) >> 15);
create macro partition_of(usr) as
  (ended(xor(times(xor(2538058380, 4), 1540483477), scrambled(turned(usr::ubigint)))) & 2147483647) % 50;

create table logged as
select topic, partition_of(usr) as part, count(*) as records
from (
  select topic, usr from seen where not is_copy
  union all
  select 4, usr from placed where fate = 'too late'
  union all
  select 5, usr from judged where verdict <> 'ok'
)
group by all;

-- A minute is told first in the tick in which the watermark has reached its end and it holds something, again after each
-- later tick that brought it something, and for the last time when it closes.
create table told as
with
  touched as (select distinct pane, end_ms, tick from counted),
  opened as (select pane, end_ms, min(tick) as tick from touched group by pane, end_ms),
  passed as (
    select opened.pane, greatest(opened.tick, min(mark.tick)) as first_tick
    from opened join mark on mark.ms >= opened.end_ms
    group by opened.pane, opened.tick
  )
select
  passed.pane,
  (select count(*) from touched where touched.pane = passed.pane and touched.tick > passed.first_tick) as updates,
  (select max(ms) from mark) >= 60000 * (passed.pane + 1) + (select lateness_ms from setting) as is_final
from passed;
