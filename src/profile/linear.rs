//! Small dense matrices, row by row: what Newton's method on the weights needs.

/// One row of a matrix that lies row by row.
pub(super) fn row(matrix: &[f64], width: usize, at: usize) -> &[f64] {
    &matrix[at * width..(at + 1) * width]
}

/// `y + factor·x` in place of `y`.
pub(super) fn add_times(y: &mut [f64], factor: f64, x: &[f64]) {
    // A choice speaks of few features, and many weights never met.
    if factor != 0.0 {
        y.iter_mut().zip(x).for_each(|(y, x)| *y += factor * x);
    }
}

/// Upper triangle `U` with `Uᵀ U = a`, of which the upper triangle is read; a matrix that is not positive definite is drawn
/// to the nearest that is. What stands below the diagonal means nothing.
pub fn cholesky(a: &[f64], width: usize) -> Vec<f64> {
    let mut u = a.to_vec();
    for i in 0..width {
        let (row, below) = u[i * width..].split_at_mut(width);
        let diagonal = row[i].max(1e-12).sqrt();
        row[i] = diagonal;
        row[i + 1..].iter_mut().for_each(|x| *x /= diagonal);
        for j in i + 1..width {
            let start = (j - i - 1) * width;
            add_times(&mut below[start + j..start + width], -row[j], &row[j..]);
        }
    }
    u
}

/// `U⁻ᵀ b`.
pub(super) fn forward(u: &[f64], b: &[f64], width: usize) -> Vec<f64> {
    let mut y = b.to_vec();
    for i in 0..width {
        let row = row(u, width, i);
        y[i] /= row[i];
        let known = y[i];
        add_times(&mut y[i + 1..], -known, &row[i + 1..]);
    }
    y
}

/// `(Uᵀ U)⁻¹ b`.
pub fn solve(u: &[f64], b: &[f64], width: usize) -> Vec<f64> {
    let mut y = forward(u, b, width);
    for i in (0..width).rev() {
        let row = row(u, width, i);
        let known = row[i + 1..].iter().zip(&y[i + 1..]);
        let known: f64 = known.map(|(x, y)| x * y).sum();
        y[i] = (y[i] - known) / row[i];
    }
    y
}

/// The inverse of a positive definite matrix.
pub fn inverse(a: &[f64], width: usize) -> Vec<f64> {
    let u = cholesky(a, width);
    let mut inverse = vec![0.0; width * width];
    let mut unit = vec![0.0; width];
    for j in 0..width {
        unit[j] = 1.0;
        let column = solve(&u, &unit, width);
        unit[j] = 0.0;
        column
            .iter()
            .enumerate()
            .for_each(|(i, x)| inverse[i * width + j] = *x);
    }
    inverse
}

/// Cuts one weight off from the others in a curvature, so that a step leaves it where it is.
pub fn hold(curvature: &mut [f64], width: usize, k: usize) {
    for j in (0..width).filter(|j| *j != k) {
        curvature[k * width + j] = 0.0;
        curvature[j * width + k] = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverts() {
        let a = [4.0, 1.0, 1.0, 3.0];
        let b = inverse(&a, 2);
        for (got, want) in b
            .iter()
            .zip([3.0 / 11.0, -1.0 / 11.0, -1.0 / 11.0, 4.0 / 11.0])
        {
            assert!((got - want).abs() < 1e-12);
        }
    }
}
