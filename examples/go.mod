module delvescope.example

go 1.24
