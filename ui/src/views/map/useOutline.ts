import { useQuery } from "@tanstack/react-query";
import { geoMercator, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import coarse from "world-atlas/land-110m.json?url";
import fine from "world-atlas/land-50m.json?url";

import { WORLD } from "./projection";

const FINE_FROM = 4; // how near the coarse coast is seen to be coarse

/** Both outlines of the land, each a file of its own: the coast as Natural Earth, which is in the public domain, has it. */
const OUTLINES = { coarse, fine };

async function drawn(which: keyof typeof OUTLINES, signal: AbortSignal): Promise<string> {
  const answer = await fetch(OUTLINES[which], { signal });
  const outline = (await answer.json()) as Topology;
  const land = outline.objects["land"];
  const path = geoPath(geoMercator().scale(WORLD / (2 * Math.PI)).translate([WORLD / 2, WORLD / 2]).clipExtent([[0, 0], [WORLD, WORLD]]));
  return (land && path(feature(outline, land))) ?? "";
}

/** The land as a path, finer when one comes near. */
export function useOutline(near: number): string {
  const coarse = useQuery({ queryKey: ["outline", "coarse"], queryFn: ({ signal }) => drawn("coarse", signal), staleTime: Infinity, gcTime: Infinity });
  const fine = useQuery({ queryKey: ["outline", "fine"], queryFn: ({ signal }) => drawn("fine", signal), staleTime: Infinity, gcTime: Infinity, enabled: near >= FINE_FROM });
  return (near >= FINE_FROM ? fine.data : undefined) ?? coarse.data ?? "";
}
