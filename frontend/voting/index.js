// The voter's pages (选民页面): each has one element that says which it is.

import { collect } from "./collect.js";
import { vote } from "./vote.js";

const pages = { collect, vote };
const stage = document.querySelector("[data-voting]");
if (stage) pages[stage.dataset.voting](stage);
