import { useDebouncedValue, useElementSize } from "@mantine/hooks";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { FieldMeta } from "../../core/metadata";
import { valueAt } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { clustersOf, inseparable, named } from "./clusters";
import { boundsOf, MOST_NEAR, onScreen, sightIn, sightOf, sightText, spotOf, type Point, type Sight } from "./projection";
import { useOutline } from "./useOutline";
import { usePlaces, type Place } from "./usePlaces";
import { useSight } from "./useSight";

const REST = 250;
const TOGETHER = 0.7; // how much of the sight the places of a cluster take when it is opened

/** The map, and beside it a list of what is in sight. */
export function Earth({ object, listing, shown, onChange, place, extent }: LaidOut & { place: FieldMeta; extent: readonly Point[] }) {
  const { t, i18n } = useTranslation();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [told, setTold] = useState<Sight | null>(() => sightIn(listing.at, listing.scale));
  const [marked, setMarked] = useState<string | null>(null);
  const size = { width, height };
  const all = useMemo(() => sightOf(extent.map(spotOf), { width, height }), [extent, width, height]);
  const sight = told ?? all;
  const [rested] = useDebouncedValue(sight, REST);
  const ready = width > 0;
  const { places, more, answer } = usePlaces(object, shown, place, ready ? boundsOf(rested, size) : null);
  const outline = useOutline(sight.near);
  const clusters = useMemo(() => clustersOf(places, sight.near), [places, sight.near]);
  const names = useMemo(() => named(clusters, sight.near), [clusters, sight.near]);
  const showAll = () => setTold(null);
  const { come, by, hands } = useSight(box, sight, size, setTold, showAll);

  const keep = useEffectEvent((now: Sight) => {
    const { at, scale } = told === null ? { at: null, scale: null } : sightText(now);
    if (at !== listing.at || scale !== listing.scale) onChange({ at, scale }, true);
  });
  useEffect(() => { if (ready) keep(rested); }, [rested, ready]);

  const open = (items: readonly Place[]) => {
    const near = sightOf(items.map(({ spot }) => spot), { width: width * TOGETHER, height: height * TOGETHER }, MOST_NEAR);
    setTold({ ...near, near: Math.max(near.near, sight.near * by) });
  };
  return (
    <div className="map" data-stale={answer.isPlaceholderData || undefined}>
      <div ref={ref} className="map-box">
        <div ref={setBox} className="map-hands" tabIndex={0} role="application" aria-label={t("map.of", { plural: object.plural })} aria-description={t("map.how")} {...hands} onDoubleClick={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          come(2, [event.clientX - left, event.clientY - top]);
        }}>
          {ready && (
            <svg width={width} height={height} aria-hidden>
              <g transform={`translate(${width / 2 - sight.x * sight.near} ${height / 2 - sight.y * sight.near}) scale(${sight.near})`}><path d={outline} vectorEffect="non-scaling-stroke" /></g>
            </svg>
          )}
          {clusters.map(({ key, spot, items }) => {
            const [left, top] = onScreen(spot, sight, size);
            if (left < -40 || top < -40 || left > width + 40 || top > height + 40) return null;
            const [first] = items;
            const lit = items.some(({ id }) => id === marked) || undefined;
            if (items.length === 1 && first) {
              return (
                <Link
                  key={key} to={`/o/${object.name}/${first.id}`} className="map-pin" data-colour={first.colour ?? "none"} data-marked={lit} data-named={names.has(key) || undefined} style={{ left, top }} aria-label={first.name} draggable={false}
                  onMouseEnter={() => setMarked(first.id)} onMouseLeave={() => setMarked(null)} onFocus={() => setMarked(first.id)} onBlur={() => setMarked(null)}
                >
                  <span className="clip">{first.name}</span>
                </Link>
              );
            }
            return (
              <button key={key} type="button" className="map-cluster numeric" data-marked={lit} data-many={items.length >= 20 || undefined} style={{ left, top }} aria-label={t("map.together", { count: items.length })} onClick={() => (inseparable(items) ? setMarked(first?.id ?? null) : open(items))}>
                {items.length.toLocaleString(i18n.language)}
              </button>
            );
          })}
        </div>
        <div className="map-tools">
          <button type="button" className="icon-button" aria-label={t("map.nearer")} onClick={() => come(by)}><Icon name="plus" /></button>
          <button type="button" className="icon-button" aria-label={t("map.farther")} onClick={() => come(1 / by)}><Icon name="minus" /></button>
          <button type="button" className="icon-button" aria-label={t("map.all")} onClick={showAll}><Icon name="map" /></button>
        </div>
      </div>
      <aside className="map-list" aria-label={t("map.inSight")}>
        {answer.error ? <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} /> : (
          <>
            <h2><span role="status">{answer.isPending ? t("state.loading") : more ? t("map.tooMany", { shown: places.length.toLocaleString(i18n.language) }) : t("map.count", { count: places.length, shown: places.length.toLocaleString(i18n.language) })}</span></h2>
            <ul>{places.slice(0, LISTED).map((each) => <Listed key={each.id} each={each} object={object} shown={shown} place={place} marked={marked === each.id} onMark={setMarked} />)}</ul>
            {places.length > LISTED && <p className="quiet">{t("map.rest", { count: places.length - LISTED })}</p>}
          </>
        )}
      </aside>
    </div>
  );
}

const LISTED = 200;

function Listed({ each, object, shown, place, marked, onMark }: Pick<LaidOut, "object" | "shown"> & { each: Place; place: FieldMeta; marked: boolean; onMark: (id: string | null) => void }) {
  const fields = shown.columns.map(({ field }) => field).filter(({ name }) => name !== object.name_field && name !== place.name).slice(0, 3);
  return (
    <li data-marked={marked || undefined} data-colour={each.colour ?? "none"} onMouseEnter={() => onMark(each.id)} onMouseLeave={() => onMark(null)}>
      <Link to={`/o/${object.name}/${each.id}`} onFocus={() => onMark(each.id)} onBlur={() => onMark(null)}>{each.name}</Link>
      <div>
        {fields.map((field) => {
          const { Display } = kindOf(field);
          const value = valueAt(each.row, field.name);
          return value === null || value === undefined ? null : <Display key={field.name} field={field} value={value} row={each.row} dense />;
        })}
      </div>
    </li>
  );
}
