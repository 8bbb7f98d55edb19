import { useQuery } from "@tanstack/react-query";
import { Outlet } from "react-router";

import { meQuery } from "../core/session";
import { Shell } from "./Shell";
import "./shell.css";

/** What stands around an address that leads nowhere: the application for those who are signed in, for others nothing. */
export function Lost() {
  const { data: me } = useQuery(meQuery());
  return me && !me.must_change_password ? <Shell /> : <main className="lost"><Outlet /></main>;
}
