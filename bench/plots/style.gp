# SPDX-License-Identifier: MIT
# What the plots share.  Given: data (the file), out (the picture).
# Two line types for each C library: without the shim, with it; the last is musl's.
set terminal svg noenhanced size 900, 460 font "sans-serif,13" background rgb "white"
set output out
set border 3 lc rgb "#444444"
set tics nomirror textcolor rgb "#222222"
set grid ytics lc rgb "#dddddd" lt 1
set linetype 1 lc rgb "#777777"
set linetype 2 lc rgb "#1b7837"
set linetype 3 lc rgb "#d95f02"
set linetype 4 lc rgb "#5aae61"
set linetype 5 lc rgb "#e6ab02"
set linetype 6 lc rgb "#a6dba0"
set linetype 7 lc rgb "#7570b3"
set style fill solid 0.9 noborder
set datafile missing "?"
set errorbars small lw 1 lc rgb "#333333"
