# SPDX-License-Identifier: MIT
# Calls beside their limit: a group of bars for each case, a bar for each C library.
set size 1, 1
set style data histograms
set style histogram errorbars gap 2 lw 1
set key outside top center horizontal maxrows 2
set ylabel "times the limit (bare system call = 1)"
set xtics rotate by -25 scale 0
set bmargin 6
if (logarithmic) { set logscale y; set yrange [0.9:50]; set ytics (1, 1.5, 2, 5, 10, 20) }
if (!logarithmic) { set yrange [0.9:1.6] }
set arrow from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#222222" dt 2
plot for [i = 0 : variants - 1] data using (column(2 + 3 * i)):(column(3 + 3 * i)):(column(4 + 3 * i)):xtic(1) lt (i + 1) \
     title columnheader(2 + 3 * i)
