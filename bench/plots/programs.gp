# SPDX-License-Identifier: MIT
# Whole programs: with the shim, as times the cost without it.
set boxwidth 0.5
set ylabel "times the cost without the shim"
set yrange [0:*]
set xrange [-0.6:*]
set bmargin 4
set xtics scale 0
set arrow from graph 0, first 1 to graph 1, first 1 nohead lc rgb "#222222" dt 2
unset key
plot data using 0:2:3:4:(0.5):xtic(1) with boxerrorbars lt 2
